package dev.assay.serve;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// How many answers are under way or waiting. What does not fit is refused, not kept waiting without end.
final class Queue {

    private final int size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int taken;
    private int inside;
    private boolean closed;

    Queue(int size) {
        this.size = size;
    }

    /// Takes room for the answers of a request; each gives its own back by [#leave], and the request ends by [#exit].
    ///
    /// @throws ApiError 429 if there is no room now, 400 if there can never be, 503 if the server is being stopped
    void enter(int answers) {
        if (answers > size) {
            throw ApiError.invalid(
                    "n", "The request asks for %d answers, but this server takes %d at once.".formatted(answers, size));
        }
        lock.lock();
        try {
            if (closed) {
                throw ApiError.of(503, "server_stopping", "The server is being stopped.");
            }
            if (taken + answers > size) {
                throw ApiError.of(
                        429,
                        "rate_limit_exceeded",
                        "%d answers are under way and %d is the limit: try again in a second.".formatted(taken, size));
            }
            taken += answers;
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            taken--;
            signalIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// A request has been answered in full, or nobody waits for its answer.
    void exit() {
        lock.lock();
        try {
            inside--;
            signalIfEmpty();
        } finally {
            lock.unlock();
        }
    }

    private void signalIfEmpty() {
        if (taken == 0 && inside == 0) {
            empty.signalAll();
        }
    }

    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Lets nobody in any more, and waits until all have left.
    ///
    /// @return whether they have
    boolean drain(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            var nanos = patience.toNanos();
            while (taken > 0 || inside > 0) {
                if (nanos <= 0) {
                    return false;
                }
                nanos = empty.awaitNanos(nanos);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
