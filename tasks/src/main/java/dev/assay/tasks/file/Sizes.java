package dev.assay.tasks.file;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values with a unit.
final class Sizes {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern BYTES = Pattern.compile("([0-9]{1,9})(KiB|MiB|GiB)");

    private Sizes() {}

    /// A time such as `500ms`, `30s`, `5m` or `1h`, more than 0.
    static Duration duration(YamlFile file, Fields fields, String key) {
        String text = fields.text(key).strip();
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches() || Long.parseLong(matcher.group(1)) == 0) {
            throw file.error(
                    fields.lineOf(key),
                    "'" + key + "' must be a time such as 500ms, 30s, 5m or 1h, but is '" + Fields.shown(text) + "'");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    static Optional<Duration> optionalDuration(YamlFile file, Fields fields, String key) {
        return fields.has(key) ? Optional.of(duration(file, fields, key)) : Optional.empty();
    }

    /// A number of bytes such as `64KiB`, `256MiB` or `1GiB`.
    static OptionalLong bytes(YamlFile file, Fields fields, String key, long least, long most) {
        if (!fields.has(key)) {
            return OptionalLong.empty();
        }
        String text = fields.text(key).strip();
        Matcher matcher = BYTES.matcher(text);
        if (matcher.matches()) {
            long unit = switch (matcher.group(2)) {
                case "KiB" -> 1L << 10;
                case "MiB" -> 1L << 20;
                default -> 1L << 30;
            };
            long bytes = Long.parseLong(matcher.group(1)) * unit;
            if (bytes >= least && bytes <= most) {
                return OptionalLong.of(bytes);
            }
        }
        throw file.error(
                fields.lineOf(key),
                "'" + key + "' must be a size of " + shown(least) + " to " + shown(most)
                        + ", such as 64KiB, 256MiB or 1GiB, but is '" + Fields.shown(text) + "'");
    }

    private static String shown(long bytes) {
        return bytes >= 1L << 30 && bytes % (1L << 30) == 0
                ? (bytes >> 30) + "GiB"
                : bytes >= 1L << 20 && bytes % (1L << 20) == 0 ? (bytes >> 20) + "MiB" : (bytes >> 10) + "KiB";
    }
}
