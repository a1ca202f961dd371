package dev.assay.store.inspect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A score's value as a number, by Inspect's own rule (`value_to_float`): `C` 1, `P` 0.5, `I` and `N` 0,
/// yes and true 1, no and false 0, numbers as they are. What that rule has no number for is NaN here: a
/// sample that cannot be counted is excluded, not counted as wrong.
final class ScoreValue {

    private ScoreValue() {}

    static double of(@Nullable JsonNode value) {
        if (value == null) {
            return Double.NaN;
        }
        if (value.isNumber()) {
            return value.doubleValue();
        }
        if (value.isBoolean()) {
            return value.booleanValue() ? 1 : 0;
        }
        return value.isString() ? of(value.stringValue()) : Double.NaN;
    }

    private static double of(String word) {
        return switch (word) {
            case "C" -> 1;
            case "P" -> 0.5;
            case "I", "N" -> 0;
            default ->
                switch (word.toLowerCase(Locale.ROOT)) {
                    case "yes", "true" -> 1;
                    case "no", "false" -> 0;
                    default -> number(word);
                };
        };
    }

    private static double number(String word) {
        if (!word.matches("[+-]?[0-9]{1,300}(\\.[0-9]{0,300})?([eE][+-]?[0-9]{1,3})?")) {
            return Double.NaN;
        }
        return Double.parseDouble(word);
    }
}
