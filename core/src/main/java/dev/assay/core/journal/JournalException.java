package dev.assay.core.journal;

/// The journal cannot be opened, read or written. The message is one sentence for the user with the file and the
/// remedy.
public final class JournalException extends RuntimeException {

    private final Kind kind;

    public JournalException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public JournalException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /// What went wrong, as far as a caller acts on it.
    public enum Kind {
        /// No such journal.
        NOT_FOUND,
        /// Another process holds it.
        IN_USE,
        /// The file is no journal, or damaged.
        CORRUPT,
        /// The place cannot be written.
        NOT_WRITABLE,
        /// The disk is full.
        DISK_FULL,
        /// A record with this key is there already.
        DUPLICATE
    }
}
