import org.jspecify.annotations.NullMarked;

/// Questions from files: tasks in YAML, datasets, the registry of public sets, and the scorers that need a
/// library.
@NullMarked
module dev.assay.tasks {
    requires static org.jspecify;
    requires transitive dev.assay.core;
}
