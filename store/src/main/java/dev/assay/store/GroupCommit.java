package dev.assay.store;

import dev.assay.core.journal.JournalException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// One thread that writes for all: what waits in the queue when it comes round goes into one commit, so
/// that many writers share one flush of the disk. A writer is let go when its own commit is durable.
///
/// @param <T> what is written
final class GroupCommit<T> {

    private static final int LARGEST_BATCH = 1000;

    /// One waiting write; completed with null when durable, or with the failure.
    record Waiting<T>(T value, CompletableFuture<Void> done) {}

    private final BlockingQueue<Waiting<T>> queue = new LinkedBlockingQueue<>();
    private final ReentrantLock gate = new ReentrantLock();
    private final Consumer<List<Waiting<T>>> commit;
    private final Waiting<T> end;
    private final Thread thread;
    private boolean closed;

    /// @param commit writes a batch and completes each of its members; it must not throw
    /// @param end any value; never written
    GroupCommit(String name, T end, Consumer<List<Waiting<T>>> commit) {
        this.commit = commit;
        this.end = new Waiting<>(end, new CompletableFuture<>());
        this.thread = Thread.ofPlatform().daemon().name(name).start(this::work);
    }

    /// Returns when `value` is durable.
    ///
    /// @throws JournalException what `commit` completed it with, as an exception of this thread's own
    /// @throws IllegalStateException if closed
    void write(T value) {
        Waiting<T> waiting = new Waiting<>(value, new CompletableFuture<>());
        gate.lock();
        try {
            if (closed) {
                throw new IllegalStateException("The journal is closed.");
            }
            queue.add(waiting);
        } finally {
            gate.unlock();
        }
        try {
            waiting.done().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof JournalException cause) {
                throw new JournalException(cause.kind(), String.valueOf(cause.getMessage()), cause);
            }
            throw failure;
        }
    }

    /// Writes what waits, then ends the thread. Returns whether this call was the first.
    boolean close() {
        gate.lock();
        try {
            if (closed) {
                return false;
            }
            closed = true;
            queue.add(end);
        } finally {
            gate.unlock();
        }
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException interruption) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    private void work() {
        List<Waiting<T>> batch = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            try {
                batch.add(queue.take());
            } catch (InterruptedException interruption) {
                continue; // What waits is still owed its answer; only close() ends this thread.
            }
            queue.drainTo(batch, LARGEST_BATCH - 1);
            ended = batch.remove(end);
            if (!batch.isEmpty()) {
                commit.accept(batch);
            }
            batch.clear();
        }
    }
}
