package dev.assay.tasks.file;

/// A task file that cannot be used. The message is one sentence with the value, the place (file and
/// line) and the remedy.
public final class TaskFileException extends IllegalArgumentException {

    public TaskFileException(String message) {
        super(message);
    }

    public TaskFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
