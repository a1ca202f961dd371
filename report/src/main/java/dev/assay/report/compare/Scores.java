package dev.assay.report.compare;

import dev.assay.core.claim.Interval;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import java.util.Locale;

/// Figures and sentences of a comparison, in plain ASCII but for the names.
final class Scores {

    private Scores() {}

    /// `0.853`; `not known` where it is no finite number.
    static String figure(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "not known";
    }

    /// `-0.021`, `+0.004`.
    static String signed(double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%+.3f", value) : "not known";
    }

    static String interval(Interval interval) {
        return "[" + signed(interval.low()) + ", " + signed(interval.high()) + "]";
    }

    /// `< 0.001` or `0.042`.
    static String probability(double value) {
        return value < 0.001 ? "< 0.001" : figure(value);
    }

    static String confidence(RunComparison comparison) {
        return String.format(
                        Locale.ROOT, "%.4g %%", 100 * (1 - comparison.options().alpha()))
                .replaceAll("\\.?0+ %", " %");
    }

    /// What a verdict rests on, one sentence.
    static String because(ScoreComparison score, RunComparison comparison) {
        String margin = figure(comparison.options().margin());
        return switch (score.verdict()) {
            case PASS ->
                "a drop of " + margin + " or more is ruled out (lower limit "
                        + signed(score.interval().low()) + ")";
            case FAIL ->
                "a drop is shown (p " + probability(score.worse()) + "), and one of " + margin
                        + " or more is not ruled out (lower limit "
                        + signed(score.interval().low()) + ")";
            case INCONCLUSIVE ->
                "neither a drop is shown (p " + probability(score.worse()) + ") nor one of " + margin
                        + " ruled out (lower limit " + signed(score.interval().low())
                        + "): compare more samples, or state a wider margin";
        };
    }

    /// How the samples found each other.
    static String pairing(ScoreComparison score) {
        var pairing = score.pairing();
        return pairing.total() + " samples = " + pairing.paired() + " compared + "
                + (pairing.erroredInBaseline() + pairing.erroredInCandidate()) + " errored + " + pairing.excluded()
                + " excluded + " + pairing.unmatched() + " in one run only"
                + (pairing.changed() > 0 ? " (" + pairing.changed() + " of them asked something else)" : "");
    }
}
