package dev.assay.tasks.fuzz;

import dev.assay.tasks.data.DatasetException;
import dev.assay.tasks.file.TaskFile;
import dev.assay.tasks.file.TaskFileException;
import java.nio.file.Path;

/// Any bytes as a task file: there is a task or a sentence.
public final class TaskFileFuzz {

    private TaskFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] data) {
        try {
            TaskFile.parse("task.yaml", data, Path.of("nowhere"));
        } catch (TaskFileException | DatasetException told) {
            String sentence = String.valueOf(told.getMessage());
            if (sentence.isBlank() || sentence.contains("\n")) {
                throw new IllegalStateException("no sentence", told);
            }
        }
    }
}
