import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.engine {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
