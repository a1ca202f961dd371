import org.jspecify.annotations.NullMarked;

/// The audit, audited: what it finds and whom it accuses, on models whose faults are known.
@NullMarked
module dev.assay.calibrate {
    requires static org.jspecify;
    requires transitive dev.assay.audit;
    requires transitive dev.assay.core;
    requires transitive dev.assay.organisms;
    requires tools.jackson.core;
    requires tools.jackson.databind;

    exports dev.assay.calibrate;
    exports dev.assay.calibrate.sealed;

    opens dev.assay.calibrate to
            tools.jackson.databind;
}
