package dev.assay.store;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The journal of an evaluation in one SQLite file (write-ahead log, flushed to the disk at each commit).
///
/// One writer holds the file, across processes and within one; a kill leaves no lock behind. While it is
/// written, do not read the file by other means in the same process: closing any handle of a file gives up the
/// process's locks on it. One thread commits for all appenders, up to 1,000 samples at once.
public final class SqliteEvalJournal {

    private SqliteEvalJournal() {}

    /// Opens the journal for writing; makes it, with its folders, if it is not there.
    ///
    /// @throws JournalException `IN_USE`, `CORRUPT`, `NOT_WRITABLE` or `DISK_FULL`
    public static EvalJournal open(Path file) {
        return new JdbcEvalJournal(new SqliteDatabase(file, true), true);
    }

    /// Opens a journal that is there for writing, as a resumed run does.
    ///
    /// @throws JournalException `NOT_FOUND`, `IN_USE`, `CORRUPT`, `NOT_WRITABLE` or `DISK_FULL`
    public static EvalJournal openExisting(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new SqliteFailures(file).notFound();
        }
        return open(file);
    }

    /// Opens a journal that nobody writes, for reading only; several readers may hold it, and a writer may
    /// not open it meanwhile. What a killed run left is read too, also where its folder cannot be written.
    ///
    /// @throws JournalException `NOT_FOUND`, `IN_USE` or `CORRUPT`; `NOT_WRITABLE` if it can only be read
    ///     from a copy and the temporary folder takes none
    public static EvalJournal openReadOnly(Path file) {
        return new JdbcEvalJournal(new SqliteDatabase(file, false), false);
    }
}
