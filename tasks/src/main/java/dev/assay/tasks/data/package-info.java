/// Samples from files: JSONL, JSON, CSV, TSV, Parquet and folders, read row by row.
package dev.assay.tasks.data;
