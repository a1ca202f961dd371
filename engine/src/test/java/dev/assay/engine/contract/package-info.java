/// What every backend of the decoder must keep, on every architecture.
package dev.assay.engine.contract;
