package dev.assay.report.compare;

import dev.assay.core.claim.Verdict;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import java.util.List;
import java.util.Locale;

/// A comment for a pull request, in GitHub's Markdown.
final class MarkdownComparison {

    private static final int LISTED = 20;

    private MarkdownComparison() {}

    static String of(RunComparison comparison) {
        StringBuilder text = new StringBuilder();
        Verdict verdict = comparison.verdict();
        text.append("### ")
                .append(glyph(verdict))
                .append(' ')
                .append(headline(comparison))
                .append("\n\n");
        text.append("Baseline ").append(side(comparison.baseline())).append("; candidate ");
        text.append(side(comparison.candidate())).append(".\n\n");
        text.append("| | scorer | baseline | candidate | difference | interval | better / worse | pairs |\n");
        text.append("|---|---|---|---|---|---|---|---|\n");
        for (ScoreComparison score : comparison.scores()) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s %s | %s | %s | %s | %s | %s | %d / %d | %d |%n",
                    glyph(score.verdict()),
                    score.verdict().word(),
                    code(score.scorer()),
                    Scores.figure(score.baseline()),
                    Scores.figure(score.candidate()),
                    Scores.signed(score.difference()),
                    Scores.interval(score.interval()),
                    score.gains(),
                    score.losses(),
                    score.items()));
        }
        text.append('\n');
        for (ScoreComparison score : comparison.scores()) {
            text.append("- ").append(code(score.scorer())).append(": ");
            text.append(Scores.because(score, comparison)).append(". ");
            text.append(Scores.pairing(score)).append("; ").append(score.clusters());
            text.append(" clusters; a drop of ").append(Scores.figure(score.detectable()));
            text.append(" would have been found with 80 % power.\n");
        }
        comparison
                .warnings()
                .forEach(warning ->
                        text.append("- **Note:** ").append(escape(warning)).append('\n'));
        if (!comparison.missingScorers().isEmpty()) {
            text.append("- The candidate lacks the scorers ");
            text.append(String.join(
                    ", ",
                    comparison.missingScorers().stream()
                            .map(MarkdownComparison::code)
                            .toList()));
            text.append(".\n");
        }
        for (ScoreComparison score : comparison.scores()) {
            samples(text, score.losses(), "became worse under", score.scorer(), score.lost());
            samples(text, score.gains(), "became better under", score.scorer(), score.won());
        }
        text.append("\n<sub>Paired by sample and epoch, clustered, all verdicts together at ");
        text.append(Scores.confidence(comparison)).append("; margin ");
        text.append(Scores.figure(comparison.options().margin())).append(".</sub>\n");
        return text.toString().replace("\r\n", "\n");
    }

    private static String headline(RunComparison comparison) {
        return switch (comparison.verdict()) {
            case PASS ->
                "No regression of " + Scores.figure(comparison.options().margin()) + " or more";
            case FAIL -> "Regression";
            case INCONCLUSIVE -> "Neither a regression nor its absence could be shown";
        };
    }

    private static void samples(StringBuilder text, int all, String became, String scorer, List<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        text.append("\n<details><summary>")
                .append(all)
                .append(all == 1 ? " sample " : " samples ")
                .append(became);
        text.append(" <code>").append(html(Plain.line(scorer))).append("</code></summary>\n\n");
        List<String> shown = ids.subList(0, Math.min(LISTED, ids.size()));
        text.append(
                String.join(", ", shown.stream().map(MarkdownComparison::code).toList()));
        text.append(all > shown.size() ? ", and " + (all - shown.size()) + " more" : "")
                .append("\n</details>\n");
    }

    private static String side(RunComparison.Side side) {
        return code(side.name()) + " (" + code(side.model()) + ", " + side.samples() + " samples)";
    }

    private static String glyph(Verdict verdict) {
        return switch (verdict) {
            case FAIL -> "\u25c6";
            case INCONCLUSIVE -> "\u25a1";
            case PASS -> "\u25cf";
        };
    }

    /// A name as code: nothing in it is markup, a mention or a link. HTML rather than back-ticks, which a
    /// name could
    /// close and a table would cut at a bar.
    private static String code(String name) {
        return "<code>" + html(Plain.line(name)) + "</code>";
    }

    private static String html(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < 128 && !Character.isLetterOrDigit(unit) && " .,:;-_/".indexOf(unit) < 0) {
                escaped.append("&#").append((int) unit).append(';');
            } else if (unit == '_') {
                escaped.append("&#95;");
            } else {
                escaped.append(unit);
            }
        }
        return escaped.toString();
    }

    private static String escape(String sentence) {
        return html(Plain.sentence(sentence));
    }
}
