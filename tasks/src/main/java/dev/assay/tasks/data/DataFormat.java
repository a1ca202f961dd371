package dev.assay.tasks.data;

import java.util.Locale;
import java.util.Optional;

/// How rows lie in a file. A `.gz` at the end of a file's name is looked through.
public enum DataFormat {
    /// One JSON object a line; lines of white space are skipped. `.jsonl`, `.ndjson`.
    JSONL,
    /// One JSON array of objects, or an object that holds one. `.json`.
    JSON,
    /// Values between commas, quoted as RFC 4180 says. `.csv`.
    CSV,
    /// Values between tabs, quoted in the same way. `.tsv`.
    TSV,
    /// Apache Parquet. `.parquet`.
    PARQUET,
    /// A folder: each file is a row.
    FOLDER;

    /// The format that a file's name tells.
    static Optional<DataFormat> ofName(String fileName) {
        String name = fileName.toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            name = name.substring(0, name.length() - 3);
        }
        return Optional.ofNullable(
                switch (name.substring(name.lastIndexOf('.') + 1)) {
                    case "jsonl", "ndjson" -> JSONL;
                    case "json" -> JSON;
                    case "csv" -> CSV;
                    case "tsv" -> TSV;
                    case "parquet" -> PARQUET;
                    default -> null;
                });
    }
}
