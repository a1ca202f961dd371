/// Telemetry where a command was asked for it.
package dev.assay.app.telemetry;
