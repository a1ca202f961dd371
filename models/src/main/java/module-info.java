import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.models {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
