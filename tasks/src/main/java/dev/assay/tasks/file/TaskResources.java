package dev.assay.tasks.file;

import dev.assay.core.model.Model;
import dev.assay.tasks.data.DatasetOptions;
import java.nio.file.Path;
import java.util.function.Function;

/// What a task file names but does not hold.
///
/// @param models a grader by its name, such as `openai/NAME`; throws an IllegalArgumentException if
///     there is none
/// @param sets a set of the registry by its name; throws an IllegalArgumentException if it is not there
/// @param programs whether MCP servers and sandboxes may be started
public record TaskResources(Function<String, Model> models, Function<String, StoredSet> sets, Programs programs) {

    /// For a task that is only read.
    public TaskResources(Function<String, Model> models, Function<String, StoredSet> sets) {
        this(models, sets, Programs.UNUSED);
    }

    /// No grader, no registry.
    public static final TaskResources NONE = new TaskResources(
            name -> {
                throw new IllegalArgumentException("there is no model '" + name + "' here");
            },
            name -> {
                throw new IllegalArgumentException("there is no registry of datasets here, so no '" + name + "'");
            });

    /// A set that was fetched or imported.
    ///
    /// @param file where its bytes lie
    /// @param options how they are read
    public record StoredSet(Path file, DatasetOptions options) {}
}
