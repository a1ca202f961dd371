package dev.assay.core.model;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happens beside the calls that are made on a thread while it works on one sample: attempts made again, and
/// time spent waiting for a free connection or for another attempt. Models note it, the runner reads it. Safe for
/// use by many threads at once.
public final class CallTrace {

    private static final ScopedValue<CallTrace> CURRENT = ScopedValue.newInstance();

    private final String sampleId;
    private final int epoch;
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger cached = new AtomicInteger();
    private final AtomicLong waitedNanos = new AtomicLong();
    private @Nullable Map<String, Integer> draws;

    /// @param sampleId id of the sample that is worked on
    /// @param epoch from 1
    public CallTrace(String sampleId, int epoch) {
        this.sampleId = sampleId;
        this.epoch = epoch;
    }

    /// The trace of the sample that this thread works on, if it does.
    public static Optional<CallTrace> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Works with this trace as the current one.
    public <T> T during(Supplier<T> work) {
        return ScopedValue.where(CURRENT, this).call(work::get);
    }

    /// An attempt failed and the next follows after `wait`.
    public void retried(Duration wait) {
        retries.incrementAndGet();
        waited(wait);
    }

    /// The thread waited, or is about to, for something that is no work on the sample.
    public void waited(Duration wait) {
        waitedNanos.addAndGet(wait.toNanos());
    }

    /// An answer came from the cache.
    public void cached() {
        cached.incrementAndGet();
    }

    /// How often an answer to `asked` was drawn with this trace before; this one counts from now on.
    ///
    /// @param asked what tells one request from another
    synchronized int draw(String asked) {
        if (draws == null) {
            draws = new HashMap<>();
        }
        return draws.merge(asked, 1, Integer::sum) - 1;
    }

    /// The sample's id.
    public String sampleId() {
        return sampleId;
    }

    /// The sample's epoch, from 1.
    public int epoch() {
        return epoch;
    }

    /// Attempts made again so far.
    public int retries() {
        return retries.get();
    }

    /// Answers from the cache so far.
    public int cachedAnswers() {
        return cached.get();
    }

    /// All waiting so far.
    public Duration waited() {
        return Duration.ofNanos(waitedNanos.get());
    }
}
