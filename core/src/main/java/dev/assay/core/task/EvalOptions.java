package dev.assay.core.task;

import java.util.Objects;
import java.util.function.Consumer;

/// How a run goes about its samples. By default 64 at once, and nobody watches.
///
/// @param maxConcurrency samples under way at once, at least 1
/// @param onSample hears of each finished sample, on the thread that ran it; must be safe for many threads
public record EvalOptions(int maxConcurrency, Consumer<EvalLog.EvalSample> onSample) {

    /// 64 samples at once, nobody watches.
    public static final EvalOptions DEFAULT = new EvalOptions(64, sample -> {});

    public EvalOptions {
        Objects.requireNonNull(onSample, "onSample");
        if (maxConcurrency < 1) {
            throw new IllegalArgumentException("maxConcurrency must be at least 1, but is " + maxConcurrency);
        }
    }

    public EvalOptions withMaxConcurrency(int value) {
        return new EvalOptions(value, onSample);
    }

    public EvalOptions withOnSample(Consumer<EvalLog.EvalSample> value) {
        return new EvalOptions(maxConcurrency, value);
    }
}
