package dev.assay.tasks.file;

import dev.assay.tasks.data.DatasetOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Which dataset a task asks, and how it is read.
///
/// @param file the file; empty where it is a set of the registry
/// @param set the registry's name of the set; empty where it is a file
/// @param options what the task says about reading, put over the set's own or over the defaults
/// @param line where the task file says so
public record DatasetChoice(
        Optional<Path> file, Optional<String> set, UnaryOperator<DatasetOptions> options, int line) {}
