package dev.assay.serve;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.LongStream;

/// How many answers are under way or waiting, and how much memory their keys and values may take. What does not
/// fit is refused, not kept waiting without end.
final class Queue {

    private static final double MIB = 1 << 20;

    private final int size;
    private final long memory;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition empty = lock.newCondition();
    private int taken;
    private long bytes;
    private int inside;
    private boolean closed;

    /// @param size most answers
    /// @param memory most bytes of keys and values of all answers together
    Queue(int size, long memory) {
        this.size = size;
        this.memory = memory;
    }

    /// Takes room for the answers of a request; each gives its own back by [#leave], and the request ends by [#exit].
    ///
    /// @param needed most bytes of keys and values of each answer
    /// @throws ApiError 429 if there is no room now, 400 if there can never be, 503 if the server is being stopped
    void enter(long... needed) {
        var answers = needed.length;
        var all = LongStream.of(needed).sum();
        if (answers > size) {
            throw ApiError.invalid(
                    "n", "The request asks for %d answers, but this server takes %d at once.".formatted(answers, size));
        }
        if (all > memory) {
            throw ApiError.badRequest(
                    "max_tokens",
                    "kv_memory_exceeded",
                    String.format(
                            Locale.ROOT,
                            "Prompt and answer would need up to %,.1f MiB of memory for keys and values, and this server has %,.1f MiB: lower 'max_tokens' or 'n', shorten the prompt, or start it with a larger --kv-memory.",
                            all / MIB,
                            memory / MIB));
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
            if (bytes > memory - all) {
                throw ApiError.of(
                        429,
                        "rate_limit_exceeded",
                        String.format(
                                Locale.ROOT,
                                "The answers under way may take %,.1f of the %,.1f MiB of memory for keys and values, and this one up to %,.1f more: try again in a second, or lower 'max_tokens'.",
                                bytes / MIB,
                                memory / MIB,
                                all / MIB));
            }
            taken += answers;
            bytes += all;
            inside++;
        } finally {
            lock.unlock();
        }
    }

    /// An answer has ended.
    ///
    /// @param needed the bytes that it entered with
    void leave(long needed) {
        lock.lock();
        try {
            taken--;
            bytes -= needed;
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
