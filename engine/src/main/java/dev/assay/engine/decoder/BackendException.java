package dev.assay.engine.decoder;

/// What a model is to be computed with is not there, or cannot be loaded. The message is one sentence with
/// the remedy.
public final class BackendException extends RuntimeException {

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
