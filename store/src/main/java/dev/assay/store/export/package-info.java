/// Logs as tables: one row a sample, in JSON lines or Parquet.
package dev.assay.store.export;
