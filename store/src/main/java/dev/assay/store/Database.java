package dev.assay.store;

import dev.assay.core.journal.JournalException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/// Where the rows of an evaluation are kept. All SQL is the same for both; a database differs in how it is
/// opened and held, and in what its failures mean.
sealed interface Database permits SqliteDatabase, PostgresDatabase {

    /// A connection that holds the run: the first, with a schema that is up to date.
    ///
    /// @throws JournalException if it cannot be had
    Connection open();

    /// Another connection after one was lost.
    ///
    /// @throws SQLException if the database does not answer yet
    /// @throws JournalException if the run is another's meanwhile, now or for good
    Connection reopen() throws SQLException;

    /// The number of the run in the database's tables.
    long run();

    /// Whether the connection is lost, and another may do what this one did not.
    boolean isLost(SQLException failure);

    /// For how long a lost connection is sought again; zero where none can be lost.
    Duration patience();

    /// Refuses to go on where what was written could not be found again.
    ///
    /// @throws JournalException `NOT_FOUND` if the place was deleted under its writer
    void requireThere();

    /// As one sentence with the place and the remedy.
    JournalException failure(SQLException failure);

    /// A row is not as it was written.
    JournalException damaged(String what, Throwable cause);

    /// It was opened for reading.
    JournalException readOnly();
}
