package dev.assay.engine.checkpoint;

import tools.jackson.core.JacksonException;

/// A model folder cannot be read or written. The message is one sentence with the value, the place and the
/// remedy.
public class CheckpointException extends RuntimeException {

    public CheckpointException(String message) {
        super(message);
    }

    public CheckpointException(String message, Throwable cause) {
        super(message, cause);
    }

    /// A file, or a part of one, that should be JSON and is not.
    ///
    /// @param place the file or part, as the subject of a sentence
    /// @param cause its first clause is told
    public static CheckpointException noJson(String place, JacksonException cause) {
        String told = String.valueOf(cause.getOriginalMessage())
                .split("[(\\[\n]", 2)[0]
                .strip();
        return new CheckpointException(place + " is no JSON (" + told + "): save or fetch it again.", cause);
    }
}
