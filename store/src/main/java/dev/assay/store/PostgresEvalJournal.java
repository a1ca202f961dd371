package dev.assay.store;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import java.time.Duration;
import java.util.Map;

/// The journal of an evaluation in a PostgreSQL database (15 or newer) that many runs share.
///
/// One writer holds a run, across machines; readers may follow it meanwhile. When the server is restarted or the
/// connection breaks, whoever appends waits until it is back, by default for two minutes, and goes on; what may
/// have been written before its answer was lost is neither lost nor written twice.
///
/// The tables are made by the first who writes; the user needs the right to create tables for that. User and
/// password are taken from the URL (`?user=...&password=...`) or from `PGUSER` and `PGPASSWORD`, and are in no
/// message.
public final class PostgresEvalJournal {

    /// For how long a lost server is waited for: two minutes.
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private PostgresEvalJournal() {}

    /// The address without user and password, as it may be kept and shown. Nothing is opened.
    ///
    /// @param url as for {@link #open}
    /// @throws JournalException `NOT_WRITABLE`, with the remedy, if it is none
    public static String withoutCredentials(String url) {
        return new PostgresAddress(url, System.getenv()).withoutCredentials();
    }

    /// Opens the run for writing; makes it if it is not there.
    ///
    /// @param url `jdbc:postgresql://host:port/database`
    /// @param runId name of the run, unique in the database
    /// @throws JournalException `IN_USE`, `NOT_FOUND` (no such database), `CORRUPT`, `NOT_WRITABLE` or `DISK_FULL`
    public static EvalJournal open(String url, String runId) {
        return open(url, runId, PATIENCE, System.getenv());
    }

    /// Opens a run that is there for writing, as a resumed run does.
    ///
    /// @throws JournalException as {@link #open}, and `NOT_FOUND` if there is no such run
    public static EvalJournal openExisting(String url, String runId) {
        return open(url, runId, true, false, PATIENCE, System.getenv());
    }

    /// Opens a run for reading only, also while it is written.
    ///
    /// @throws JournalException `NOT_FOUND`, `CORRUPT`, or `NOT_WRITABLE` where the server cannot be reached
    public static EvalJournal openReadOnly(String url, String runId) {
        return open(url, runId, false, false, PATIENCE, System.getenv());
    }

    /// Deletes a run with all that is in it.
    ///
    /// @throws JournalException as {@link #openExisting}, if another holds the run among others
    public static void delete(String url, String runId) {
        PostgresAddress address = new PostgresAddress(url, System.getenv());
        new PostgresDatabase(address, runId, true, false, PATIENCE).delete();
    }

    static EvalJournal open(String url, String runId, Duration patience, Map<String, String> environment) {
        return open(url, runId, true, true, patience, environment);
    }

    private static EvalJournal open(
            String url,
            String runId,
            boolean writes,
            boolean creates,
            Duration patience,
            Map<String, String> environment) {
        PostgresAddress address = new PostgresAddress(url, environment);
        return new JdbcEvalJournal(new PostgresDatabase(address, runId, writes, creates, patience), writes);
    }
}
