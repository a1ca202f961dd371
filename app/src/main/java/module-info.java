import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.app {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
