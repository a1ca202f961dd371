package dev.assay.engine.training;

/// Training cannot start or go on. The message is one sentence with the value, the place and the remedy.
public final class TrainingException extends RuntimeException {

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
