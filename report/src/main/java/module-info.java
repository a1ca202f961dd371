import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.report {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
