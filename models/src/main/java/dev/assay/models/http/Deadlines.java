package dev.assay.models.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Cancels what runs too long, to about 50 ms: one thread looks through all that runs, which costs an
/// exchange far less than a timer of its own.
final class Deadlines implements AutoCloseable {

    private static final int PERIOD_MILLIS = 50;

    private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService watch;

    Deadlines() {
        this.watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "assay-http-watch");
            thread.setDaemon(true);
            return thread;
        });
        watch.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /// Starts the time of an exchange.
    ///
    /// @param limit above some centuries it counts as never
    Deadline start(Duration limit, Runnable cancel) {
        long nanos = limit.compareTo(Duration.ofDays(36_500)) < 0 ? limit.toNanos() : Long.MAX_VALUE / 2;
        Deadline deadline = new Deadline(System.nanoTime(), nanos, cancel);
        running.add(deadline);
        return deadline;
    }

    private void look() {
        long now = System.nanoTime();
        for (Deadline deadline : running) {
            deadline.look(now);
        }
    }

    @Override
    public void close() {
        watch.shutdownNow();
    }

    /// The time of one exchange; closed when it has ended.
    final class Deadline implements AutoCloseable {

        private final long start;
        private final long limit;
        private final Runnable cancel;
        private volatile boolean passed;

        private Deadline(long start, long limit, Runnable cancel) {
            this.start = start;
            this.limit = limit;
            this.cancel = cancel;
        }

        boolean passed() {
            return passed;
        }

        private void look(long now) {
            if (!passed && now - start > limit) {
                passed = true;
                cancel.run();
            }
        }

        @Override
        public void close() {
            running.remove(this);
        }
    }
}
