package dev.assay.models.http;

import dev.assay.core.model.ModelException;
import java.time.Duration;

/// Hears of every retry, on the thread that retries. It must be quick and safe for many threads.
@FunctionalInterface
public interface RetryListener {

    /// Hears nothing.
    RetryListener NONE = (kind, wait) -> {};

    /// A call failed and is made again.
    ///
    /// @param kind why it failed
    /// @param wait how long the thread waits before the next attempt
    void retrying(ModelException.Kind kind, Duration wait);

    /// The same, with whether the attempt that failed was surely not charged.
    ///
    /// @param free whether it was refused before the model did any work
    default void retrying(ModelException.Kind kind, boolean free, Duration wait) {
        retrying(kind, wait);
    }
}
