/// A run as OpenTelemetry sees it: a span for the run, each sample, each call of a model and each tool,
/// and two metrics.
package dev.assay.telemetry;
