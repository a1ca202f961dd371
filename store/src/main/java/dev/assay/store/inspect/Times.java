package dev.assay.store.inspect;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Times as Inspect writes them: ISO 8601 with an offset and microseconds.
final class Times {

    private static final DateTimeFormatter MICROSECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private Times() {}

    static String write(Instant time) {
        return MICROSECONDS.format(time.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC));
    }

    /// Without a fraction, as in file names and headers.
    static String writeSeconds(Instant time) {
        return SECONDS.format(time.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC));
    }

    /// A time with or without offset; without one it is taken as UTC, as Inspect takes it.
    static Instant read(String text, String place) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException noOffset) {
            try {
                return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
            } catch (DateTimeParseException noTime) {
                throw new PartException("'" + place + "' is '" + text + "', which is no time");
            }
        }
    }
}
