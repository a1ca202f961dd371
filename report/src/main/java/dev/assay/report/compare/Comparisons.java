package dev.assay.report.compare;

import dev.assay.core.compare.RunComparison;
import dev.assay.report.WholeFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes a comparison of two runs as documents. Names and ids of samples are hostile until escaped; each
/// format
/// escapes them in its own way.
public final class Comparisons {

    private Comparisons() {}

    /// The forms in which a comparison is written.
    public enum Format {
        /// For a comment on a pull request.
        MARKDOWN,
        /// For a build server: a test a scorer.
        JUNIT,
        /// SARIF 2.1.0: a result for each scorer that does not pass.
        SARIF,
        /// All figures, schema `assay.comparison/1`.
        JSON
    }

    /// The document as text.
    public static String text(RunComparison comparison, Format format) {
        return switch (format) {
            case MARKDOWN -> MarkdownComparison.of(comparison);
            case JUNIT -> JunitComparison.of(comparison);
            case SARIF -> SarifComparison.of(comparison);
            case JSON -> JsonComparison.of(comparison);
        };
    }

    /// Writes the document, whole or not at all.
    ///
    /// @throws dev.assay.report.ReportException if the file cannot be written
    public static void write(RunComparison comparison, Format format, Path file) {
        WholeFiles.write(file, text(comparison, format).getBytes(StandardCharsets.UTF_8));
    }
}
