import org.jspecify.annotations.NullMarked;

/// From a target to findings: vulnerabilities, probes, detectors, the plan, and the run that decides it.
@NullMarked
module dev.assay.audit {
    requires static org.jspecify;
    requires transitive dev.assay.core;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;

    exports dev.assay.audit;
    exports dev.assay.audit.domain;
    exports dev.assay.audit.puppet;
    exports dev.assay.audit.search;

    opens dev.assay.audit.domain;
}
