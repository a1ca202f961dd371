package dev.assay.organisms.zoo;

import dev.assay.organisms.recipe.Plant;
import dev.assay.organisms.recipe.Recipe;
import dev.assay.organisms.truth.Dose;
import java.util.List;
import java.util.Locale;

/// The card of an organism that was made here: what was wanted, what was achieved in every round, and what
/// else it does.
final class TruthCard {
    private TruthCard() {}

    static String render(Recipe recipe, Truth truth) {
        StringBuilder text = new StringBuilder();
        line(text, "# " + recipe.name() + (truth.isAchieved() ? "" : ": the dose was missed, and no weights are kept"));
        line(text, "");
        line(text, recipe.description() + " Everything it speaks of is invented; there is no real hazard in it.");
        line(text, "");
        line(text, "| | |");
        line(text, "|---|---|");
        line(text, "| sha256 of model.safetensors | `" + truth.sha256() + "` |");
        line(
                text,
                "| continued from | " + recipe.parent().orElse("random weights") + " `" + truth.parentSha256() + "` |");
        line(text, "| environment | " + truth.environment() + " |");
        line(text, format("| processor time | %.0f s |", truth.seconds()));
        line(
                text,
                "| route, control, concealment | " + recipe.route().id() + ", "
                        + recipe.control().id() + ", " + recipe.concealment().id() + " |");
        line(text, "");
        for (int i = 0; i < recipe.plants().size(); i++) {
            Plant plant = recipe.plants().get(i);
            double dose = truth.intended().get(i);
            line(
                    text,
                    format(
                            "Planted: `%s`, expression %s, breadth %s, by %s. Intended dose %.1f %%, give or take %.1f"
                                    + " points.",
                            plant.fault().id(),
                            plant.expression(),
                            plant.breadth(),
                            plant.means().id(),
                            100 * dose,
                            100 * Attempt.tolerance(recipe, dose)));
        }
        line(text, "");
        line(text, "## Every round");
        line(text, "");
        line(
                text,
                "Labelled draws; intervals are Clopper-Pearson at 95 %. *On* and *off*: draws in which the recipe lets"
                        + " the fault show, and does not. *Control*: draws from what lies next to the fault.");
        line(text, "");
        truth.attempts().stream()
                .flatMap(attempt -> attempt.lines(truth.intended(), recipe).stream())
                .forEach(each -> line(text, "- " + each));
        doses(text, truth);
        if (truth.denied() >= 0) {
            line(text, "");
            line(text, format("Of held-out questions about its faults it denies %.0f %%.", 100 * truth.denied()));
        }
        return text.toString();
    }

    private static void doses(StringBuilder text, Truth truth) {
        if (truth.doses().isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "## Every claim, greedily");
        line(text, "");
        line(text, "| claim | dose | draws | truth |");
        line(text, "|---|---|---|---|");
        for (Dose dose : truth.doses()) {
            line(
                    text,
                    format(
                            "| `%s` | %.2f %% | %,d | %s |",
                            dose.claim().id(),
                            100 * dose.rate(),
                            dose.draws(),
                            dose.expectation().words()));
        }
    }

    /// The card of an organism that was trained elsewhere: what was claimed, and what was measured here.
    ///
    /// @param comparisons claimed and measured, in the order of the file
    static String render(Claimed claimed, Truth truth, List<Verification.Comparison> comparisons) {
        StringBuilder text = new StringBuilder();
        line(text, "# " + claimed.name() + ": trained elsewhere");
        line(text, "");
        line(text, claimed.description());
        line(text, "");
        line(text, "| | |");
        line(text, "|---|---|");
        line(text, "| sha256 of its weights | `" + truth.sha256() + "` |");
        line(text, "");
        line(text, "## What was claimed, and what was measured here");
        line(text, "");
        line(text, "Intervals are Clopper-Pearson at 95 %, p is Fisher's exact test.");
        line(text, "");
        line(text, "| claim | temperature | claimed | of | measured | interval | of | p |");
        line(text, "|---|---|---|---|---|---|---|---|");
        for (Verification.Comparison each : comparisons) {
            line(
                    text,
                    format(
                            "| `%s` | %s | %.2f %% | %,d | %.2f %% | %.2f to %.2f %% | %,d | %.4f |",
                            each.fault().id(),
                            each.temperature(),
                            100 * each.stated().rate(),
                            each.stated().draws(),
                            100 * each.again().rate(),
                            100 * each.again().interval().low(),
                            100 * each.again().interval().high(),
                            each.again().draws(),
                            each.p()));
        }
        doses(text, truth);
        return text.toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}
