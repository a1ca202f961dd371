package dev.assay.app.serve;

import dev.assay.app.UserError;
import dev.assay.app.terminal.Printable;
import java.util.Locale;
import java.util.regex.Pattern;

/// An amount of memory as the JVM's own options have it: `800m`, `2g`, `64k`, or bytes.
final class MemorySize {

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,11})([kmg]?)");
    private static final int SHOWN = 40;

    private MemorySize() {}

    /// @param option what the user named it by
    /// @throws UserError if it is no amount
    static long bytes(String option, String text) {
        var form = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (!form.matches()) {
            throw new UserError("%s must be an amount of memory such as 800m or 2g, but is '%s'."
                    .formatted(option, Printable.line(text, SHOWN)));
        }
        var shift = switch (form.group(2)) {
            case "k" -> 10;
            case "m" -> 20;
            case "g" -> 30;
            default -> 0;
        };
        try {
            return Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift);
        } catch (ArithmeticException e) {
            throw new UserError("%s is more than 64 bits can count: '%s'.".formatted(option, text));
        }
    }
}
