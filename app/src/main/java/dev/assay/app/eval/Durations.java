package dev.assay.app.eval;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time as options write them: `90s`, `10m`, `2h`, or seconds as a plain number.
final class Durations {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,7}(?:\\.[0-9]{1,3})?)\\s*(ms|s|m|h)?");

    private Durations() {}

    /// Empty if `text` is none, or not over 0.
    static Optional<Duration> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double number = Double.parseDouble(matcher.group(1));
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        double seconds = switch (unit) {
            case "ms" -> number / 1000;
            case "m" -> number * 60;
            case "h" -> number * 3600;
            default -> number;
        };
        Duration duration = Duration.ofNanos(Math.round(seconds * 1e9));
        return duration.isZero() ? Optional.empty() : Optional.of(duration);
    }
}
