package dev.assay.core.model;

/// A response cache cannot be opened. The message is one sentence for the user with the place and the remedy.
public final class ResponseCacheException extends RuntimeException {

    public ResponseCacheException(String message) {
        super(message);
    }

    public ResponseCacheException(String message, Throwable cause) {
        super(message, cause);
    }
}
