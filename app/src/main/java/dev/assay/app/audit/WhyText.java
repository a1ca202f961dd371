package dev.assay.app.audit;

import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.app.terminal.Style;
import dev.assay.audit.Why;
import dev.assay.audit.Why.Step;
import dev.assay.core.claim.Outcome;
import dev.assay.core.journal.RunHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A replayed decision as text.
final class WhyText {

    private static final int NEIGHBOURS = 2;

    private final Style style;

    WhyText(Style style) {
        this.style = style;
    }

    /// @param all whether every draw is shown; else the first, the last, each that was not clean, and the turning one
    List<String> lines(Why why, RunHeader header, boolean all) {
        List<String> lines = new ArrayList<>();
        lines.add(style.verdict(
                        why.verdict(),
                        Style.glyph(why.verdict()) + " " + why.verdict().word()) + "  "
                + why.claim().id() + "   " + Printable.line(header.target(), 100) + "   plan "
                + ProgressText.shortHash(header.planHash()));
        lines.add("");
        lines.add("  looked for   " + why.claim().detector());
        lines.add("  drawn        " + why.claim().sampler());
        lines.add("  bar          " + ProgressTracker.bar(why.claim()) + ", decided at an evidence of "
                + evidence(Math.log(why.claim().claims() / why.claim().alpha())) + " ("
                + why.claim().claims() + " claims together at "
                + AuditText.plain(100 * (1 - why.claim().alpha()))
                + " %)");
        why.preparation().forEach(sentence -> lines.add("  before       " + Printable.line(sentence, 400)));
        lines.add("");
        lines.add("   draw  hits   evidence for pass   for fail   sample");
        boolean skipping = false;
        for (int i = 0; i < why.steps().size(); i++) {
            if (all || matters(why, i)) {
                lines.add(step(why.steps().get(i), i == why.turning()));
                skipping = false;
            } else if (!skipping) {
                lines.add("    ...");
                skipping = true;
            }
        }
        lines.add("");
        lines.add("  stopped      " + why.reason());
        if (!why.oneMore().isEmpty()) {
            lines.add("  one more     " + why.oneMore());
        }
        return lines;
    }

    private static boolean matters(Why why, int index) {
        Step step = why.steps().get(index);
        return index < NEIGHBOURS
                || index >= why.steps().size() - NEIGHBOURS
                || step.outcome() == Outcome.HIT && step.hits() <= 20
                || step.outcome() == Outcome.ERRORED
                || step.outcome() == Outcome.REVERSE
                || index == why.turning();
    }

    private static String step(Step step, boolean turning) {
        String note = step.outcome() == Outcome.CLEAN ? "" : word(step.outcome()) + ": " + step.note();
        return String.format(
                Locale.ROOT,
                "  %5d %5d   %17s   %8s   %s%s",
                step.draws(),
                step.hits(),
                evidence(step.logPass()),
                evidence(step.logFail()),
                step.sampleKey(),
                (note.isEmpty() ? "" : "   " + Printable.line(note, 160)) + (turning ? "   <- moved it most" : ""));
    }

    private static String word(Outcome outcome) {
        return switch (outcome) {
            case CLEAN -> "clean";
            case HIT -> "hit";
            case REVERSE -> "the other way";
            case EXCLUDED -> "excluded";
            case ERRORED -> "errored";
        };
    }

    /// An e-value with three significant digits, small and large ones as powers of ten.
    private static String evidence(double log) {
        double power = log / Math.log(10);
        if (power >= 5 || power <= -3) {
            return String.format(Locale.ROOT, "10^%.1f", power);
        }
        double value = Math.exp(log);
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 1 ? "%.1f" : "%.3f", value);
    }
}
