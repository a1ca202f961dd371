package dev.assay.store;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What SQLite says, as one sentence with the file and the remedy.
final class SqliteFailures {

    private final Path file;

    SqliteFailures(Path file) {
        this.file = file;
    }

    JournalException of(SQLException thrown) {
        SQLException failure = thrown instanceof BatchUpdateException && thrown.getCause() instanceof SQLException cause
                ? cause
                : thrown;
        int code = failure.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return inUse(failure);
        }
        if (code == SQLiteErrorCode.SQLITE_FULL.code) {
            return new JournalException(
                    Kind.DISK_FULL,
                    "The disk is full, so the journal " + file + " cannot grow: free some space, then resume the run; "
                            + "what was answered before is kept.",
                    failure);
        }
        if (code == SQLiteErrorCode.SQLITE_NOTADB.code || code == SQLiteErrorCode.SQLITE_CORRUPT.code) {
            return corrupt(reason(failure), failure);
        }
        if (code == SQLiteErrorCode.SQLITE_IOERR.code) {
            long free = file.toFile().getUsableSpace();
            Kind kind = free < 1 << 16 ? Kind.DISK_FULL : Kind.NOT_WRITABLE;
            return new JournalException(
                    kind,
                    "The disk failed while the journal " + file + " was used (" + reason(failure) + ", " + free
                            + " bytes free): mend or free it, then resume the run.",
                    failure);
        }
        return new JournalException(
                Kind.NOT_WRITABLE,
                "The journal " + file + " cannot be written (" + reason(failure)
                        + "): check that its folder exists and that you may write there, or choose another with --out.",
                failure);
    }

    JournalException inUse(Throwable cause) {
        return new JournalException(
                Kind.IN_USE,
                "The journal " + file + " is in use by another run or reader: wait until that ends, or choose another"
                        + " folder with --out.",
                cause);
    }

    JournalException corrupt(String what) {
        return new JournalException(Kind.CORRUPT, corruptMessage(what));
    }

    JournalException corrupt(String what, Throwable cause) {
        return new JournalException(Kind.CORRUPT, corruptMessage(what), cause);
    }

    private String corruptMessage(String what) {
        return "The file " + file + " is no journal of Assay or is damaged (" + what
                + "): give the run.db of a run, or start a new run.";
    }

    JournalException otherKind(String found, String wanted) {
        return new JournalException(
                Kind.CORRUPT,
                "The file " + file + " is the journal of " + found + ", not of " + wanted
                        + ": give it to the command that began it.");
    }

    JournalException outdated(int found, int wanted) {
        return new JournalException(
                Kind.NOT_WRITABLE,
                "The journal " + file + " has schema version " + found + " and this Assay reads " + wanted
                        + ": resume the run once to bring it up to date.");
    }

    JournalException deleted() {
        return new JournalException(
                Kind.NOT_FOUND,
                "The journal " + file + " was deleted or replaced while it was written, so what is written now is lost:"
                        + " put it back if you can, then resume the run, or start a new one.");
    }

    JournalException notFound() {
        return new JournalException(
                Kind.NOT_FOUND, "There is no journal " + file + ": check the name, or list the runs with assay runs.");
    }

    JournalException readOnly() {
        return new JournalException(
                Kind.NOT_WRITABLE, "The journal " + file + " was opened for reading only: resume the run to write it.");
    }

    private static String reason(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }
}
