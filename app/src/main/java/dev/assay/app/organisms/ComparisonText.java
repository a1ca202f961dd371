package dev.assay.app.organisms;

import dev.assay.organisms.truth.Tally;
import dev.assay.organisms.zoo.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Stated and measured doses, a line each, and the verdict on them.
final class ComparisonText {

    private static final double LEAST_SHOWN = 1e-4;

    private ComparisonText() {}

    /// @param stated what the doses to compare with are called: `stated` or `claimed`
    static List<String> lines(Verification verification, String stated) {
        List<String> lines = new ArrayList<>();
        for (Verification.Comparison comparison : verification.comparisons()) {
            Tally again = comparison.again();
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-20s T=%s  %s %5.1f %% of %,d  measured %5.1f %% (%.1f to %.1f) of %,d  p %s  %s",
                    comparison.fault().id(),
                    temperature(comparison.temperature()),
                    stated,
                    100 * comparison.stated().rate(),
                    comparison.stated().draws(),
                    100 * again.rate(),
                    100 * again.interval().low(),
                    100 * again.interval().high(),
                    again.draws(),
                    p(comparison.p()),
                    verification.agrees(comparison) ? "agrees" : "disagrees"));
        }
        lines.add(
                verification.comparisons().isEmpty()
                        ? "  nothing is planted"
                        : String.format(
                                Locale.ROOT,
                                "  %s (Fisher's exact test, each p at least %s)",
                                verification.agrees() ? "accepted" : "refused",
                                p(verification.threshold())));
        return lines;
    }

    private static String temperature(double value) {
        return value == Math.rint(value) ? Long.toString(Math.round(value)) : Double.toString(value);
    }

    private static String p(double value) {
        return value < LEAST_SHOWN ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", value);
    }
}
