package dev.assay.core.run;

import dev.assay.core.model.CallTrace;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.SampleLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Interrupts a sample's thread when its time is up. A sample without a limit of time has none of it.
final class Deadline implements AutoCloseable {

    private static final ScheduledExecutorService CLOCK = clock();

    private final SampleLimits limits;
    private final CallTrace trace;
    private final long started;
    private final Thread thread = Thread.currentThread();
    private @Nullable Future<?> alarm;
    private Optional<SampleLimit> passed = Optional.empty();
    private boolean closed;

    private Deadline(SampleLimits limits, CallTrace trace, long started) {
        this.limits = limits;
        this.trace = trace;
        this.started = started;
    }

    /// Watches the calling thread; null where there is nothing to watch for.
    ///
    /// @param started {@link System#nanoTime} at the sample's start
    static @Nullable Deadline watch(SampleLimits limits, CallTrace trace, long started) {
        if (limits.time().isEmpty() && limits.working().isEmpty()) {
            return null;
        }
        Deadline deadline = new Deadline(limits, trace, started);
        deadline.tick();
        return deadline;
    }

    private synchronized void tick() {
        if (closed) {
            return;
        }
        long left = Long.MAX_VALUE;
        long spent = System.nanoTime() - started;
        if (limits.time().isPresent()) {
            left = limits.time().get().toNanos() - spent;
            if (left <= 0) {
                pass("time", limits.time().get());
                return;
            }
        }
        if (limits.working().isPresent()) {
            long leftToWork = limits.working()
                    .get()
                    .plus(trace.waited())
                    .minusNanos(spent)
                    .toNanos();
            if (leftToWork <= 0) {
                pass("working", limits.working().get());
                return;
            }
            left = Math.min(left, leftToWork);
        }
        alarm = CLOCK.schedule(this::tick, left, TimeUnit.NANOSECONDS);
    }

    private void pass(String type, Duration limit) {
        passed = Optional.of(new SampleLimit(type, limit.toNanos() / 1e9));
        thread.interrupt();
    }

    /// Stops watching; takes back the interruption of a thread whose time was up.
    ///
    /// @return the limit that was passed
    synchronized Optional<SampleLimit> end() {
        close();
        if (passed.isPresent()) {
            boolean wasInterrupted = Thread.interrupted();
            assert wasInterrupted || passed.isPresent();
        }
        return passed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        Future<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
    }

    private static ScheduledExecutorService clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("assay-sample-limits").factory());
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }
}
