import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.torch {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
