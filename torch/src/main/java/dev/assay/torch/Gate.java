package dev.assay.torch;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Keeps weights from being let go of while they are computed with.
final class Gate {

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /// @throws IllegalStateException if the gate is closed
    <T> T whileOpen(Supplier<T> work) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("The model is closed.");
            }
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /// Waits for what is under way, closes, and does the last work; only the first call does anything.
    void close(Runnable last) {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                last.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
