package dev.assay.agents.world;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/// What an argument must be. A condition on an argument that a call does not have, or on the size of one that
/// is no number, does not hold.
///
/// @param like patterns with `*`, of which one must match; empty for any value
/// @param above the number must be greater
/// @param atMost the number must not be greater
public record Condition(List<String> like, Optional<BigDecimal> above, Optional<BigDecimal> atMost) {

    public Condition {
        like = List.copyOf(like);
        if (like.isEmpty() && above.isEmpty() && atMost.isEmpty()) {
            throw new IllegalArgumentException("A condition needs 'like', 'above' or 'atMost'.");
        }
    }

    boolean holds(String value) {
        return (like.isEmpty() || like.stream().anyMatch(pattern -> Glob.matches(pattern, value)))
                && (above.isEmpty() || compare(value, above.get(), 1))
                && (atMost.isEmpty() || (isNumber(value) && !compare(value, atMost.get(), 1)));
    }

    private static boolean compare(String value, BigDecimal bound, int sign) {
        return isNumber(value) && Integer.signum(new BigDecimal(value).compareTo(bound)) == sign;
    }

    private static boolean isNumber(String value) {
        try {
            new BigDecimal(value);
            return true;
        } catch (NumberFormatException noNumber) {
            return false;
        }
    }
}
