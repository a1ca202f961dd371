package dev.assay.engine.checkpoint;

/// A model folder cannot be read or written. The message is one sentence with the value, the place and the
/// remedy.
public class CheckpointException extends RuntimeException {

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }
}
