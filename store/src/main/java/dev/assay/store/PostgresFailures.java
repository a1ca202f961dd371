package dev.assay.store;

import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.JournalException.Kind;
import java.sql.BatchUpdateException;
import java.sql.SQLException;

/// What PostgreSQL says, as one sentence with the place and the remedy. The classes of its codes are in appendix
/// A of its manual.
final class PostgresFailures {

    /// Where the server asks for a password that was not given.
    private static final String REJECTED = "08004";

    private final PostgresAddress address;
    private final String run;

    PostgresFailures(PostgresAddress address, String run) {
        this.address = address;
        this.run = run;
    }

    /// Whether the server went away, is not yet back, or has no place just now.
    static boolean isLost(SQLException failure) {
        String state = state(failure);
        return (state.startsWith("08") && !state.equals(REJECTED)) || state.startsWith("57P0") || state.equals("53300");
    }

    private static String state(SQLException thrown) {
        SQLException failure = thrown instanceof BatchUpdateException && thrown.getCause() instanceof SQLException cause
                ? cause
                : thrown;
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }

    JournalException of(SQLException failure) {
        String state = state(failure);
        String place = address.place();
        String reason = address.harmless(failure.getMessage());
        if (isLost(failure)) {
            return failed(
                    Kind.NOT_WRITABLE,
                    "The journal in " + place + " cannot be reached (" + reason
                            + "): check that the server runs, then resume the run; what was answered before is kept.");
        }
        if (state.startsWith("28") || state.equals(REJECTED)) {
            return failed(
                    Kind.NOT_WRITABLE,
                    "The server refuses the login to " + place + " (" + reason
                            + "): set PGUSER and PGPASSWORD, or give ?user=...&password=... in --store.");
        }
        if (state.equals("3D000")) {
            return failed(
                    Kind.NOT_FOUND,
                    "There is no " + place.substring("the ".length()) + ": make it with createdb, or name another in"
                            + " --store.");
        }
        if (state.equals("53100")) {
            return failed(
                    Kind.DISK_FULL,
                    "The disk of the server is full, so the journal in " + place
                            + " cannot grow: free some space, then resume the run; what was answered before is kept.");
        }
        if (state.startsWith("XX")) {
            return corrupt(reason);
        }
        return failed(
                Kind.NOT_WRITABLE,
                "The journal in " + place + " cannot be written or read (" + reason
                        + "): check the rights of the user there, or name another database in --store.");
    }

    /// The cause is left out: what drivers attach to it may hold the address with its password.
    private static JournalException failed(Kind kind, String message) {
        return new JournalException(kind, message);
    }

    JournalException corrupt(String what) {
        return failed(
                Kind.CORRUPT,
                "The journal of the run '" + run + "' in " + address.place() + " is damaged (" + what
                        + "): restore the database from a backup, or start a new run.");
    }

    JournalException inUse() {
        return failed(
                Kind.IN_USE,
                "The run '" + run + "' in " + address.place()
                        + " is written by another process: wait until that ends, or name another run.");
    }

    JournalException takenOver() {
        return failed(
                Kind.NOT_WRITABLE,
                "Another process has taken the run '" + run + "' in " + address.place()
                        + " over while the connection was lost: resume the run.");
    }

    JournalException notFound() {
        return failed(
                Kind.NOT_FOUND,
                "There is no run '" + run + "' in " + address.place() + ": check the name, or list the runs with"
                        + " assay runs.");
    }

    JournalException otherVersion(int found, int wanted) {
        return failed(
                Kind.CORRUPT,
                "The tables in " + address.place() + " have schema version " + found + " and this Assay reads " + wanted
                        + ": "
                        + (found > wanted
                                ? "use a later Assay."
                                : "resume a run there once to bring them up to date."));
    }

    JournalException readOnly() {
        return failed(
                Kind.NOT_WRITABLE,
                "The run '" + run + "' in " + address.place()
                        + " was opened for reading only: resume the run to write it.");
    }

    JournalException notMigrated(RuntimeException failure) {
        return failed(
                Kind.NOT_WRITABLE,
                "The tables in " + address.place() + " cannot be made or brought up to date ("
                        + address.harmless(failure.getMessage())
                        + "): check that the user may create tables there, or name another database in --store.");
    }
}
