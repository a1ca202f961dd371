package dev.assay.app.compare;

import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.Style;
import dev.assay.core.compare.Pairing;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A comparison for the terminal.
final class ComparisonText {

    private static final int NAME = 60;
    private static final int LISTED = 8;

    private final Style style;

    ComparisonText(Style style) {
        this.style = style;
    }

    List<String> lines(RunComparison comparison) {
        List<String> lines = new ArrayList<>();
        lines.add("baseline   " + side(comparison.baseline()));
        lines.add("candidate  " + side(comparison.candidate()));
        lines.add("");
        int width = comparison.scores().stream()
                .mapToInt(score -> Printable.line(score.scorer(), NAME).length())
                .max()
                .orElse(0);
        for (ScoreComparison score : comparison.scores()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s  %-" + width + "s  %.3f -> %.3f   %+.3f [%+.3f, %+.3f]   %d better, %d worse of %d",
                    style.verdict(
                            score.verdict(),
                            Style.glyph(score.verdict()) + " "
                                    + String.format(
                                            Locale.ROOT,
                                            "%-12s",
                                            score.verdict().word())),
                    Printable.line(score.scorer(), NAME),
                    score.baseline(),
                    score.candidate(),
                    score.difference(),
                    score.interval().low(),
                    score.interval().high(),
                    score.gains(),
                    score.losses(),
                    score.items()));
        }
        lines.add("");
        for (ScoreComparison score : comparison.scores()) {
            lines.addAll(details(score, comparison));
        }
        comparison.warnings().forEach(warning -> lines.add("  note      " + Printable.line(warning, 400)));
        if (!comparison.missingScorers().isEmpty()) {
            lines.add("  note      the candidate lacks the scorers: "
                    + Printable.line(String.join(", ", comparison.missingScorers()), 400));
        }
        lines.add(headline(comparison));
        return lines;
    }

    private List<String> details(ScoreComparison score, RunComparison comparison) {
        List<String> lines = new ArrayList<>();
        Pairing pairing = score.pairing();
        lines.add("  " + Printable.line(score.scorer(), NAME));
        lines.add(String.format(
                Locale.ROOT,
                "    samples   %,d = %,d compared + %,d errored + %,d excluded + %,d in one run only%s; %,d clusters",
                pairing.total(),
                pairing.paired(),
                pairing.erroredInBaseline() + pairing.erroredInCandidate(),
                pairing.excluded(),
                pairing.unmatched(),
                pairing.changed() > 0 ? " (" + pairing.changed() + " of them asked something else)" : "",
                score.clusters()));
        lines.add(String.format(
                Locale.ROOT,
                "    evidence  p of a drop %.2g (Holm %.2g, Benjamini-Hochberg %.2g); stderr paired %.4f, unpaired %.4f",
                score.worse(),
                score.holm(),
                score.falseDiscovery(),
                score.pairedError(),
                score.unpairedError()));
        lines.add(String.format(
                Locale.ROOT,
                "    power     a drop of %.3f would have been found with 80 %% power; the margin is %.3f",
                score.detectable(),
                comparison.options().margin()));
        if (!score.lost().isEmpty()) {
            lines.add("    worse     " + ids(score.lost(), score.losses()));
        }
        lines.add("");
        return lines;
    }

    private static String ids(List<String> ids, int all) {
        List<String> shown = ids.subList(0, Math.min(LISTED, ids.size())).stream()
                .map(id -> Printable.line(id, 40))
                .toList();
        return String.join(", ", shown) + (all > shown.size() ? " and " + (all - shown.size()) + " more" : "");
    }

    private String headline(RunComparison comparison) {
        String margin = String.format(Locale.ROOT, "%.3f", comparison.options().margin());
        String words = switch (comparison.verdict()) {
            case PASS -> "no drop of " + margin + " or more";
            case FAIL -> "a score dropped";
            case INCONCLUSIVE ->
                "neither a drop nor its absence could be shown: compare more samples, or state a wider --margin";
        };
        return style.verdict(
                        comparison.verdict(),
                        Style.glyph(comparison.verdict()) + " "
                                + comparison.verdict().word())
                + ": " + words
                + String.format(
                        Locale.ROOT,
                        "   (all scorers together at %.4g %%)",
                        100 * (1 - comparison.options().alpha()));
    }

    private static String side(RunComparison.Side side) {
        return Printable.line(side.name(), 80) + "   " + Printable.line(side.model(), 80) + "   "
                + String.format(Locale.ROOT, "%,d samples", side.samples());
    }
}
