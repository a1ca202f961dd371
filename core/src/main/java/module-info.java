import org.jspecify.annotations.NullMarked;

/// The ground floor: the words, the runner, the statistics of claims, and the interfaces that others implement.
@NullMarked
module dev.assay.core {
    requires static transitive org.jspecify;
    requires transitive tools.jackson.databind;

    exports dev.assay.core.audit;
    exports dev.assay.core.claim;
    exports dev.assay.core.compare;
    exports dev.assay.core.journal;
    exports dev.assay.core.model;
    exports dev.assay.core.run;
    exports dev.assay.core.task;
}
