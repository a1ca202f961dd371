package dev.assay.models.http;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How long to wait before the next attempt: exponential with full jitter, uniform in [0, min({@link #CAP},
/// {@link #BASE} * 2^retry)] (Brooker, "Exponential Backoff And Jitter", 2015). Where the server names a
/// time in Retry-After, that time, plus jitter up to {@link #BASE} so that not all come back at once.
final class Backoff {

    static final Duration BASE = Duration.ofMillis(500);
    static final Duration CAP = Duration.ofSeconds(30);

    private static final Pattern RETRY_DELAY =
            Pattern.compile("\"retryDelay\"\\s{0,9}:\\s{0,9}\"([0-9]{1,9}(?:\\.[0-9]{1,9})?)s\"");

    private Backoff() {}

    /// @param retry number of the retry, from 0
    static Duration wait(int retry, Optional<Duration> retryAfter, Timing timing) {
        if (retryAfter.isPresent()) {
            return retryAfter.get().plus(scaled(BASE, timing.uniform()));
        }
        Duration ceiling = retry < 16 ? BASE.multipliedBy(1L << retry) : CAP;
        return scaled(ceiling.compareTo(CAP) < 0 ? ceiling : CAP, timing.uniform());
    }

    /// The wait that a Retry-After header asks for: seconds, whole or with a fraction, or an HTTP date,
    /// which counts from `now` and is 0 in the past. Empty if `value` is neither.
    static Optional<Duration> retryAfter(String value, Instant now) {
        String text = value.strip();
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            return Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000)));
        }
        try {
            Duration wait = Duration.between(
                    now,
                    ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException neither) {
            return Optional.empty();
        }
    }

    /// The wait that OpenAI's and Azure's header retry-after-ms asks for; empty if it is no whole number.
    static Optional<Duration> milliseconds(String value) {
        String text = value.strip();
        return text.matches("[0-9]{1,9}") ? Optional.of(Duration.ofMillis(Long.parseLong(text))) : Optional.empty();
    }

    /// The wait that Google's body of an error asks for, as in `"retryDelay": "34.5s"`
    /// (google.rpc.RetryInfo).
    static Optional<Duration> retryDelay(byte[] body) {
        Matcher named = RETRY_DELAY.matcher(new String(body, StandardCharsets.UTF_8));
        return named.find()
                ? Optional.of(Duration.ofMillis(Math.round(Double.parseDouble(named.group(1)) * 1000)))
                : Optional.empty();
    }

    private static Duration scaled(Duration duration, double factor) {
        return Duration.ofNanos((long) (duration.toNanos() * factor));
    }
}
