package dev.assay.store;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The journal that the option `--store` names: `sqlite`, the default, is the file `run.db` in the run's folder;
/// `jdbc:postgresql://host:port/database` is a run in that database. The folder of such a run holds the address,
/// without user and password, in `store.txt`, so that it need not be given again.
public final class EvalJournals {

    /// The file `run.db` in the run's folder.
    public static final String SQLITE = "sqlite";

    private static final String FILE = "run.db";
    private static final String ADDRESS_FILE = "store.txt";
    private static final int LONGEST_ADDRESS = 10_000;

    private EvalJournals() {}

    /// Refuses a value that names no store. Nothing is opened.
    ///
    /// @param store the option's value; empty stands for the default
    /// @throws JournalException `NOT_WRITABLE`, with the remedy
    public static void check(String store) {
        if (store.startsWith(PostgresAddress.SCHEME)) {
            new PostgresAddress(store, System.getenv()).place();
        } else if (!store.isEmpty() && !store.equals(SQLITE)) {
            int end = store.indexOf(':', store.startsWith("jdbc:") ? "jdbc:".length() : 0);
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The store '" + (end < 0 ? store : store.substring(0, end + 1) + "...")
                            + "' is unknown: say --store sqlite or --store jdbc:postgresql://host:port/database.");
        }
    }

    /// Opens the journal of a new run for writing.
    ///
    /// @param store the option's value; empty stands for the default
    /// @param folder the run's folder; made if it is not there
    /// @param runId the run's name
    /// @throws JournalException if the value names no store, or it cannot be opened
    public static EvalJournal open(String store, Path folder, String runId) {
        check(store);
        if (!store.startsWith(PostgresAddress.SCHEME)) {
            return SqliteEvalJournal.open(folder.resolve(FILE));
        }
        EvalJournal journal = PostgresEvalJournal.open(store, runId);
        Path file = folder.resolve(ADDRESS_FILE);
        try {
            Files.createDirectories(folder);
            Files.writeString(file, new PostgresAddress(store, System.getenv()).withoutCredentials() + "\n");
        } catch (IOException failure) {
            journal.close();
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The file " + file + " cannot be written (" + failure.getMessage()
                            + "): choose another folder with --out.",
                    failure);
        }
        return journal;
    }

    /// Opens the journal of a run that is there for writing.
    ///
    /// @param store as for {@link #open}; empty stands for where the run was begun
    /// @throws JournalException if the value names no store, or there is no such run, or it cannot be opened
    public static EvalJournal openExisting(String store, Path folder, String runId) {
        String place = begun(store, folder);
        return place.startsWith(PostgresAddress.SCHEME)
                ? PostgresEvalJournal.openExisting(place, runId)
                : SqliteEvalJournal.openExisting(folder.resolve(FILE));
    }

    /// Opens the journal of a run for reading.
    ///
    /// @param store as for {@link #openExisting}
    /// @throws JournalException if the value names no store, or there is no such run, or it cannot be opened
    public static EvalJournal openReadOnly(String store, Path folder, String runId) {
        String place = begun(store, folder);
        return place.startsWith(PostgresAddress.SCHEME)
                ? PostgresEvalJournal.openReadOnly(place, runId)
                : SqliteEvalJournal.openReadOnly(folder.resolve(FILE));
    }

    private static String begun(String store, Path folder) {
        check(store);
        Path file = folder.resolve(ADDRESS_FILE);
        if (!store.isEmpty() || !Files.isRegularFile(file)) {
            return store;
        }
        try {
            String address = Files.size(file) > LONGEST_ADDRESS
                    ? ""
                    : Files.readString(file).strip();
            if (address.startsWith(PostgresAddress.SCHEME)) {
                check(address);
                return address;
            }
            throw new JournalException(
                    Kind.CORRUPT, "The file " + file + " names no database: give the store with --store.");
        } catch (IOException failure) {
            throw new JournalException(
                    Kind.NOT_WRITABLE,
                    "The file " + file + " cannot be read (" + failure.getMessage() + "): give the store with --store.",
                    failure);
        }
    }
}
