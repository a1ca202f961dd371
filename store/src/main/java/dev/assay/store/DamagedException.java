package dev.assay.store;

/// A row that is not as it was written.
final class DamagedException extends RuntimeException {

    DamagedException(String message) {
        super(message);
    }

    DamagedException(String message, Throwable cause) {
        super(message, cause);
    }
}
