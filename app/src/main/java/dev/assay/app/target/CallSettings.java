package dev.assay.app.target;

import dev.assay.models.http.Connections;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.RetryListener;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// How a hosted model is called. What is left open has the default of {@link EndpointBuilder}.
///
/// @param retries hears of calls that are made again
/// @param maxRetries how often a call is made again, at least 0
/// @param timeout how long a call may take with its retries
/// @param responseTimeout how long the server may be silent
/// @param connections how many calls are under way at once at the endpoint of a base URL
public record CallSettings(
        RetryListener retries,
        OptionalInt maxRetries,
        Optional<Duration> timeout,
        Optional<Duration> responseTimeout,
        Optional<Function<String, Connections>> connections) {

    public CallSettings {
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(maxRetries, "maxRetries");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(responseTimeout, "responseTimeout");
        Objects.requireNonNull(connections, "connections");
    }

    /// Every default, and a listener.
    public static CallSettings heardBy(RetryListener retries) {
        return new CallSettings(retries, OptionalInt.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// Sets them on the builder of a model at that base URL.
    public <B extends EndpointBuilder<B>> B on(B builder, String base) {
        B set = builder.onRetry(retries);
        if (maxRetries.isPresent()) {
            set = set.maxRetries(maxRetries.getAsInt());
        }
        if (timeout.isPresent()) {
            set = set.totalTimeout(timeout.get());
        }
        if (responseTimeout.isPresent()) {
            set = set.responseTimeout(responseTimeout.get());
        }
        return connections.isPresent() ? set.connections(connections.get().apply(base)) : set;
    }
}
