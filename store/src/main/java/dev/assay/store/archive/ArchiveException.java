package dev.assay.store.archive;

/// The file is no archive, is damaged, or claims more than a reader may be asked to do. The message is one
/// clause with the place, such as `member 'header.json' has a wrong checksum`.
public final class ArchiveException extends RuntimeException {

    public ArchiveException(String message) {
        super(message);
    }

    public ArchiveException(String message, Throwable cause) {
        super(message, cause);
    }
}
