import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.store {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
