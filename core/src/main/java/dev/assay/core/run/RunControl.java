package dev.assay.core.run;

import java.util.concurrent.atomic.AtomicReference;

/// The levers of a run, while it goes on. One control serves one run. Safe for use by many threads at once.
public final class RunControl {

    private static final Runnable NOBODY = () -> {};

    private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);
    private volatile int maxConcurrency;
    private volatile boolean stopping;
    private volatile int active;

    /// @param maxConcurrency samples under way at once, at least 1
    public RunControl(int maxConcurrency) {
        this.maxConcurrency = checked(maxConcurrency);
    }

    /// Sets how many samples may be under way at once. Those beyond a lower number are finished first.
    ///
    /// @throws IllegalArgumentException if `value` is below 1
    public void maxConcurrency(int value) {
        maxConcurrency = checked(value);
        listener.get().run();
    }

    /// Begins no further sample; what is under way is finished.
    public void stop() {
        stopping = true;
        listener.get().run();
    }

    /// Samples that may be under way at once.
    public int maxConcurrency() {
        return maxConcurrency;
    }

    /// Whether no further sample is begun.
    public boolean isStopping() {
        return stopping;
    }

    /// Samples under way.
    public int active() {
        return active;
    }

    void attach(Runnable onChange) {
        if (!listener.compareAndSet(NOBODY, onChange)) {
            throw new IllegalStateException("This control serves a run already: make one for each run.");
        }
    }

    void active(int value) {
        active = value;
    }

    private static int checked(int maxConcurrency) {
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, but is " + maxConcurrency);
        }
        return maxConcurrency;
    }
}
