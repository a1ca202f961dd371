package dev.assay.engine.template;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;

/// A date as Python's `strftime` writes it, in English.
final class Strftime {

    private Strftime() {}

    /// @throws IllegalArgumentException if the format has a `%` code that is not known here
    static String of(LocalDateTime time, String format) {
        Budget.checkSize(format.length());
        var out = new StringBuilder();
        for (var i = 0; i < format.length(); i++) {
            var c = format.charAt(i);
            if (c != '%' || i + 1 == format.length()) {
                out.append(c);
                continue;
            }
            var code = format.charAt(++i);
            if (code == '-' && i + 1 < format.length()) {
                var written = code(time, format.charAt(++i));
                out.append(written.length() > 1 && written.startsWith("0") ? withoutZeros(written) : written);
            } else {
                out.append(code(time, code));
            }
        }
        Budget.spend(8L * out.length());
        return out.toString();
    }

    private static String withoutZeros(String number) {
        var stripped = number.replaceFirst("^0+", "");
        return stripped.isEmpty() ? "0" : stripped;
    }

    private static String code(LocalDateTime time, char code) {
        return switch (code) {
            case 'Y' -> java("yyyy", time);
            case 'y' -> java("yy", time);
            case 'C' -> "%02d".formatted(time.getYear() / 100);
            case 'm' -> java("MM", time);
            case 'd' -> java("dd", time);
            case 'e' -> "%2d".formatted(time.getDayOfMonth());
            case 'B' -> java("MMMM", time);
            case 'b', 'h' -> java("MMM", time);
            case 'A' -> java("EEEE", time);
            case 'a' -> java("EEE", time);
            case 'H' -> java("HH", time);
            case 'I' -> java("hh", time);
            case 'M' -> java("mm", time);
            case 'S' -> java("ss", time);
            case 'f' -> java("SSSSSS", time);
            case 'p' -> time.getHour() < 12 ? "AM" : "PM";
            case 'j' -> java("DDD", time);
            case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
            case 'w' -> Integer.toString(time.getDayOfWeek().getValue() % 7);
            case 'V' -> "%02d".formatted(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
            case 'G' -> "%04d".formatted(time.get(IsoFields.WEEK_BASED_YEAR));
            case 'U' ->
                "%02d".formatted((time.getDayOfYear() + 6 - time.getDayOfWeek().getValue() % 7) / 7);
            case 'W' ->
                "%02d".formatted((time.getDayOfYear() + 6 - (time.getDayOfWeek().getValue() - 1)) / 7);
            case 'F' -> java("yyyy-MM-dd", time);
            case 'D', 'x' -> java("MM/dd/yy", time);
            case 'T', 'X' -> java("HH:mm:ss", time);
            case 'R' -> java("HH:mm", time);
            case 'c' -> java("EEE MMM ", time) + "%2d".formatted(time.getDayOfMonth()) + java(" HH:mm:ss yyyy", time);
            case 'z', 'Z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '%' -> "%";
            default -> throw new IllegalArgumentException("The date format '%%%s' is not known here".formatted(code));
        };
    }

    private static String java(String pattern, LocalDateTime time) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US).format(time);
    }
}
