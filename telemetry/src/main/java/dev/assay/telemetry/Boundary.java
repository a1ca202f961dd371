package dev.assay.telemetry;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// What is told is told on the side: whatever fails in it ends here, and is counted. Errors of the machine itself, such
/// as a lack of memory, go on.
final class Boundary {

    private final LongAdder failures = new LongAdder();
    private final AtomicReference<Optional<String>> first = new AtomicReference<>(Optional.empty());

    /// Does it, or counts that it failed.
    void run(Runnable work) {
        get(Optional.empty(), () -> {
            work.run();
            return Optional.empty();
        });
    }

    /// What it gives, or `otherwise` where it failed.
    <T> T get(T otherwise, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError failure) {
            failures.increment();
            first.compareAndSet(Optional.empty(), Optional.of(failure.getClass().getSimpleName()));
            return otherwise;
        }
    }

    /// How much could not be told, and why, as a clause; empty where all was.
    Optional<String> trouble() {
        long number = failures.sum();
        return number == 0
                ? Optional.empty()
                : Optional.of("telemetry failed " + number + (number == 1 ? " time" : " times") + " within itself ("
                        + first.get().orElseThrow() + ")");
    }
}
