package dev.assay.audit;

/// Something a user gave cannot be used. The message says it in one sentence (or a few lines) with the
/// value, the place and the remedy; nothing has been called or written. A program ends with exit code 2.
public final class BadInputException extends RuntimeException {

    public BadInputException(String message) {
        super(message);
    }

    public BadInputException(String message, Throwable cause) {
        super(message, cause);
    }
}
