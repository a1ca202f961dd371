import org.jspecify.annotations.NullMarked;

/// Findings to documents: HTML, PDF, JSON.
@NullMarked
module dev.assay.report {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires gg.jte.runtime;

    exports dev.assay.report;
}
