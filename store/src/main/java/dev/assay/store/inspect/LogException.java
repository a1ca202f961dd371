package dev.assay.store.inspect;

/// A log cannot be read or written. The message is one sentence for the user: the file, what is wrong, the
/// remedy.
public final class LogException extends RuntimeException {

    public LogException(String message) {
        super(message);
    }

    public LogException(String message, Throwable cause) {
        super(message, cause);
    }
}
