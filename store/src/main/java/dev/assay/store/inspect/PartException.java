package dev.assay.store.inspect;

/// A part of a log is not as it must be. The message is a clause; {@link LogReader} makes a sentence of it
/// that names the file.
final class PartException extends RuntimeException {

    PartException(String message) {
        super(message);
    }
}
