import org.jspecify.annotations.NullMarked;

@NullMarked
module dev.assay.organisms {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
