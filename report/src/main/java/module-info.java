import org.jspecify.annotations.NullMarked;

/// Findings to documents: HTML, PDF, JSON.
@NullMarked
module dev.assay.report {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires gg.jte.runtime;
    requires java.xml;

    exports dev.assay.report;
    exports dev.assay.report.compare;
}
