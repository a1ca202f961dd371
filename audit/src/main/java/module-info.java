import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.audit {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
