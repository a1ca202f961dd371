package dev.assay.models.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a provider's headers say of its quota: OpenAI's (and Azure's and most gateways')
/// `x-ratelimit-remaining-requests` with `x-ratelimit-reset-requests` (`6m0s`, `20ms`, or seconds) and the
/// same of `tokens`, and Anthropic's `anthropic-ratelimit-requests-remaining` with
/// `anthropic-ratelimit-requests-reset` (RFC 3339).
///
/// @param remaining how many more calls are taken before the quota is renewed; `Long.MAX_VALUE` where
///     nothing is said
/// @param pause how long nothing more is taken; zero unless something is used up
record RateLimitHeaders(long remaining, Duration pause) {

    static final RateLimitHeaders SILENT = new RateLimitHeaders(Long.MAX_VALUE, Duration.ZERO);

    /// A provider that names a longer pause is asked again after this.
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private static final Pattern GO_DURATION =
            Pattern.compile("(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m)?(?:([0-9]{1,9}(?:\\.[0-9]{1,9})?)s)?"
                    + "(?:([0-9]{1,9})ms)?");

    static RateLimitHeaders of(Reply reply, Instant now) {
        Optional<String> requests = reply.header("x-ratelimit-remaining-requests");
        if (requests.isPresent()) {
            long left = whole(requests.get());
            Duration pause = pause(reply, left, "x-ratelimit-reset-requests", now);
            long tokens = whole(reply.header("x-ratelimit-remaining-tokens").orElse(""));
            return new RateLimitHeaders(left, longer(pause, pause(reply, tokens, "x-ratelimit-reset-tokens", now)));
        }
        Optional<String> anthropic = reply.header("anthropic-ratelimit-requests-remaining");
        if (anthropic.isPresent()) {
            long left = whole(anthropic.get());
            Duration pause = pause(reply, left, "anthropic-ratelimit-requests-reset", now);
            long tokens =
                    whole(reply.header("anthropic-ratelimit-tokens-remaining").orElse(""));
            return new RateLimitHeaders(
                    left, longer(pause, pause(reply, tokens, "anthropic-ratelimit-tokens-reset", now)));
        }
        return SILENT;
    }

    private static Duration pause(Reply reply, long left, String header, Instant now) {
        if (left > 0) {
            return Duration.ZERO;
        }
        Duration wait = reply.header(header).map(value -> until(value, now)).orElse(Duration.ZERO);
        return wait.compareTo(LONGEST_PAUSE) < 0 ? wait : LONGEST_PAUSE;
    }

    /// The wait that a reset names: a duration in Go's form, seconds, or a time of RFC 3339; zero if none
    /// of those.
    static Duration until(String value, Instant now) {
        String text = value.strip();
        Matcher parts = GO_DURATION.matcher(text);
        if (!text.isEmpty() && parts.matches()) {
            return Duration.ofDays(number(parts.group(1)))
                    .plusHours(number(parts.group(2)))
                    .plusMinutes(number(parts.group(3)))
                    .plusNanos(parts.group(4) == null ? 0 : Math.round(Double.parseDouble(parts.group(4)) * 1e9))
                    .plusMillis(number(parts.group(5)));
        }
        if (text.matches("[0-9]{1,9}(\\.[0-9]{1,9})?")) {
            return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1000));
        }
        try {
            Duration wait = Duration.between(now, OffsetDateTime.parse(text).toInstant());
            return wait.isNegative() ? Duration.ZERO : wait;
        } catch (DateTimeException neither) {
            return Duration.ZERO;
        }
    }

    private static long number(@org.jspecify.annotations.Nullable String digits) {
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long whole(String value) {
        String text = value.strip();
        return text.matches("[0-9]{1,15}") ? Long.parseLong(text) : Long.MAX_VALUE;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
