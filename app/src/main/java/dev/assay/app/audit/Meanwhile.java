package dev.assay.app.audit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Work that is done on a thread of its own while the caller does something else.
///
/// @param task the work
record Meanwhile<T>(FutureTask<T> task) {

    /// Begins it now.
    static <T> Meanwhile<T> begin(String name, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Thread.ofPlatform().name(name).daemon().start(task);
        return new Meanwhile<>(task);
    }

    /// Its result, waited for.
    ///
    /// @throws RuntimeException or an error, what the work threw
    T get() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true; // What was begun is short, and the caller must not go on without it.
                }
            }
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
