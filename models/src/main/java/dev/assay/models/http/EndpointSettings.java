package dev.assay.models.http;

import java.time.Duration;
import java.util.Objects;

/// How an endpoint is treated, whatever it speaks.
///
/// @param connectTimeout how long a connection may take
/// @param responseTimeout how long the server may be silent
/// @param totalTimeout how long a call may take with all its retries and waits, but without waiting for its
///     turn
/// @param maxRetries how often a call is made again, at least 0
/// @param maxBodyBytes the longest answer, at least 1
/// @param connections how many calls are under way at once
/// @param retries hears of retries
/// @param timing the clock
public record EndpointSettings(
        Duration connectTimeout,
        Duration responseTimeout,
        Duration totalTimeout,
        int maxRetries,
        int maxBodyBytes,
        Connections connections,
        RetryListener retries,
        Timing timing) {

    static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    static final Duration DEFAULT_RESPONSE_TIMEOUT = Duration.ofMinutes(2);
    static final Duration DEFAULT_TOTAL_TIMEOUT = Duration.ofMinutes(10);
    static final int DEFAULT_MAX_RETRIES = 8;
    static final int DEFAULT_MAX_CONNECTIONS = 1024;
    static final int DEFAULT_MAX_BODY_BYTES = 32 * 1024 * 1024;

    public EndpointSettings {
        requirePositive("connectTimeout", connectTimeout);
        requirePositive("responseTimeout", responseTimeout);
        requirePositive("totalTimeout", totalTimeout);
        requireAtLeast(0, "maxRetries", maxRetries);
        requireAtLeast(1, "maxBodyBytes", maxBodyBytes);
        Objects.requireNonNull(connections, "connections");
        Objects.requireNonNull(retries, "retries");
        Objects.requireNonNull(timing, "timing");
    }

    /// The same for a batch, whose files are long: without a limit of bytes below 2 GiB.
    public EndpointSettings forBatches(int retriesOfBatches) {
        return new EndpointSettings(
                connectTimeout,
                responseTimeout,
                totalTimeout,
                retriesOfBatches,
                Integer.MAX_VALUE - 8,
                connections,
                retries,
                timing);
    }

    static void requirePositive(String what, Duration value) {
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(what + " must be longer than 0, but is " + value);
        }
    }

    static void requireAtLeast(int least, String what, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + ", but is " + value);
        }
    }
}
