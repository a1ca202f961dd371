package dev.assay.store;

import dev.assay.core.journal.JournalException;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Hands the one session to one caller at a time, and finds another when its connection is lost. What a caller
/// does may be done twice, then, and must come to the same.
final class Sessions {

    private static final long FIRST_PAUSE_MILLISECONDS = 50;
    private static final long LONGEST_PAUSE_MILLISECONDS = 1000;

    /// What is done with a session.
    interface Work<T> {
        /// @param again whether an earlier try may have been done, though its answer was lost
        T done(Session session, boolean again) throws SQLException;
    }

    private final Database database;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Session session;
    private boolean closed;

    Sessions(Database database) {
        this.database = database;
        this.session = new Session(database.open(), database.run());
    }

    /// @throws JournalException if it could not be done, also not within the database's patience
    /// @throws IllegalStateException if closed
    <T> T use(Work<T> work) {
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The journal is closed.");
            }
            return patiently(work);
        } catch (DamagedException damage) {
            throw database.damaged(String.valueOf(damage.getMessage()), damage);
        } finally {
            turn.unlock();
        }
    }

    /// What `decoding` gives.
    ///
    /// @throws JournalException `CORRUPT` where that finds damage
    <T> T sound(Supplier<T> decoding) {
        try {
            return decoding.get();
        } catch (DamagedException damage) {
            throw database.damaged(String.valueOf(damage.getMessage()), damage);
        }
    }

    private <T> T patiently(Work<T> work) {
        long end = System.nanoTime() + database.patience().toNanos();
        long pause = FIRST_PAUSE_MILLISECONDS;
        boolean again = false;
        while (true) {
            JournalException failure;
            try {
                Session present = session;
                if (present == null) {
                    present = new Session(database.reopen(), database.run());
                    session = present;
                }
                T result = work.done(present, again);
                database.requireThere();
                return result;
            } catch (SQLException thrown) {
                failure = database.failure(thrown);
                if (!database.isLost(thrown)) {
                    throw failure;
                }
                again |= session != null;
                drop();
            } catch (JournalException inUse) {
                // The server may not have noticed yet that the connection which held the run is gone.
                if (session != null || inUse.kind() != JournalException.Kind.IN_USE) {
                    throw inUse;
                }
                failure = inUse;
            }
            if (System.nanoTime() + pause * 1_000_000 > end || !pause(pause)) {
                throw failure;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
        }
    }

    /// Whether it ended without an interruption.
    private static boolean pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
            return true;
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void drop() {
        if (session != null) {
            session.close();
            session = null;
        }
    }

    void close() {
        turn.lock();
        try {
            closed = true;
            drop();
        } finally {
            turn.unlock();
        }
    }

    /// For steps that belong together: nobody else has the session between them.
    ReentrantLock turn() {
        return turn;
    }
}
