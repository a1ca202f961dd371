import org.jspecify.annotations.NullMarked;

/// Questions from files: tasks in YAML, datasets, the registry of public sets, and the scorers that need a
/// library.
@NullMarked
module dev.assay.tasks {
    requires static org.jspecify;
    requires dev.assay.agents;
    requires transitive dev.assay.core;
    requires de.siegmar.fastcsv;
    requires dev.hardwood.core;
    requires java.logging;
    requires tools.jackson.core;
    requires tools.jackson.dataformat.yaml;

    exports dev.assay.tasks.data;
    exports dev.assay.tasks.file;
    exports dev.assay.tasks.text;
}
