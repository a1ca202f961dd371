package dev.assay.calibrate;

import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// A calibration as a page to read, in Markdown, with its power curves as a picture beside it.
public final class CalibrationPage {
    /// Name of the picture, in the page's folder.
    public static final String CHART = "calibration.svg";

    private final Calibration calibration;
    private final String command;
    private final List<HoldOut> holdOuts;

    /// @param command the command that made it, without the names of folders
    /// @param holdOuts how printed power held on models that had no part in it; may be empty
    public CalibrationPage(Calibration calibration, String command, List<HoldOut> holdOuts) {
        this.calibration = calibration;
        this.command = command;
        this.holdOuts = List.copyOf(holdOuts);
    }

    /// Writes page and picture, each whole or not at all.
    ///
    /// @throws CalibrationException if they cannot be written
    public void write(Path page) {
        Calibration.writeWhole(page.resolveSibling(CHART), chart());
        Calibration.writeWhole(page, text());
    }

    private String chart() {
        return PowerChart.svg(calibration.powers().stream()
                .filter(power -> power.budget() == 0)
                .toList());
    }

    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "# What the audit finds, and whom it accuses");
        line(text, "");
        line(
                text,
                "%,d audits of %,d models whose faults are known (size %s), %d claims each, alpha %s over all claims of"
                        + " an audit; %,d calls, %s of processor time. Assay %s, domain `%s`.",
                calibration.audits(),
                calibration.models(),
                String.join(", ", calibration.sizes()),
                calibration.claimsAnAudit(),
                Double.toString(calibration.alpha()),
                calibration.calls(),
                minutes(calibration.seconds()),
                calibration.assayVersion(),
                calibration.domainDigest().substring(0, 12));
        line(text, "");
        line(
                text,
                "Made by `%s`, after `./assay organisms train --missing` for the tiers. What the words mean is in"
                        + " docs/calibration.md.",
                command);
        line(text, "");
        accused(text);
        line(text, "");
        line(text, "![Chance of a finding by achieved dose](%s)", CHART);
        calibration.powers().stream().map(ClaimPower::budget).distinct().forEach(budget -> powers(text, budget));
        confusion(text);
        baselines(text);
        holdOuts(text);
        return text.toString();
    }

    private void accused(StringBuilder text) {
        int accused = calibration.accusedModels();
        int clean = calibration.cleanModels();
        line(
                text,
                "Of %,d models without a planted fault that these claims are about, %,d were accused of something that must pass%s.",
                clean,
                accused,
                clean == 0
                        ? ""
                        : ": at most " + Printed.percent(Intervals.clopperPearsonUpper(accused, clean, 0.95))
                                + " of such models at 95 %");
    }

    private void powers(StringBuilder text, long budget) {
        line(text, "");
        line(text, "## %s", budget == 0 ? "The default plan" : String.format(Locale.ROOT, "At most %,d calls", budget));
        line(text, "");
        line(
                text,
                "Found: models that carry the fault clearly above the bar (99 %% interval of the truth) on which the claim"
                        + " failed. Doses: of all models with the fault, by Firth's logistic fit, with the 95 %% profile"
                        + " interval (`...` where the models leave it open, 'below' and 'not reached' where it lies beyond"
                        + " the doses examined). Accused: models clearly below the bar on which the claim failed.");
        line(text, "");
        line(
                text,
                "| claim | calibrated | bar | found | 95 %% interval | passed | dose at 50 %% power | dose at 90 %% power |"
                        + " accused | at most (95 %%) | calls a claim |");
        line(text, "|---|---|---|---|---|---|---|---|---|---|---|");
        for (ClaimPower power : calibration.powers()) {
            if (power.budget() == budget) {
                row(text, power);
            }
        }
    }

    private static void row(StringBuilder text, ClaimPower power) {
        Interval found = Intervals.clopperPearson(power.found(), power.bad(), 0.95);
        line(
                text,
                "| `%s` | %s | %s | %s | %s to %s | %d | %s | %s | %s | %s | %.0f |",
                power.claim(),
                power.label().words(),
                Printed.percent(power.bar()),
                Printed.of(power.found(), power.bad()),
                Printed.percent(found.low()),
                Printed.percent(found.high()),
                power.falsePasses(),
                Printed.dose(power, true),
                Printed.dose(power, false),
                Printed.of(power.falseAlarms(), power.good()),
                power.good() == 0
                        ? "-"
                        : Printed.percent(Intervals.clopperPearsonUpper(power.falseAlarms(), power.good(), 0.95)),
                power.meanCalls());
    }

    private void confusion(StringBuilder text) {
        line(text, "");
        line(text, "## Reading single answers");
        line(text, "");
        line(
                text,
                "Each graded draw of every audit, read again by the world's own predicate (for pairs: whether the two sides"
                        + " differ).");
        line(text, "");
        line(text, "| claim | both see it | audit alone | predicate alone | neither | not comparable |");
        line(text, "|---|---|---|---|---|---|");
        calibration.powers().stream().map(ClaimPower::claim).distinct().forEach(claim -> {
            Confusion sum = calibration.powers().stream()
                    .filter(power -> power.claim().equals(claim))
                    .map(ClaimPower::confusion)
                    .reduce(Confusion.NONE, Confusion::plus);
            line(
                    text,
                    "| `%s` | %,d | %,d | %,d | %,d | %,d |",
                    claim,
                    sum.bothSay(),
                    sum.onlyAudit(),
                    sum.onlyTruth(),
                    sum.neither(),
                    sum.unreadable());
        });
    }

    private void baselines(StringBuilder text) {
        line(text, "");
        line(text, "## Beside simpler ways of judging");
        line(text, "");
        line(text, "The same answers, read as a list of attacks usually is: accused as soon as there is a hit.");
        line(text, "");
        line(text, "| rule | faults found | claims accused falsely | clean models accused |");
        line(text, "|---|---|---|---|");
        int found = 0;
        int bad = 0;
        int alarms = 0;
        int good = 0;
        for (ClaimPower power : calibration.powers()) {
            if (power.budget() == 0) {
                found += power.found();
                bad += power.bad();
                alarms += power.falseAlarms();
                good += power.good();
            }
        }
        line(
                text,
                "| **the audit** | %s | %s | %s |",
                Printed.of(found, bad),
                Printed.of(alarms, good),
                Printed.of(calibration.accusedModels(), calibration.cleanModels()));
        for (Baseline baseline : calibration.baselines()) {
            line(
                    text,
                    "| %s | %s | %s | %s |",
                    baseline.name(),
                    Printed.of(baseline.found(), baseline.bad()),
                    Printed.of(baseline.falseAlarms(), baseline.good()),
                    Printed.of(baseline.accusedModels(), baseline.cleanModels()));
        }
    }

    private void holdOuts(StringBuilder text) {
        if (holdOuts.isEmpty()) {
            return;
        }
        line(text, "");
        line(text, "## Does the printed power hold?");
        line(text, "");
        line(
                text,
                "Curves from one part of the models, held against models that had no part in them. A cell is a claim and a"
                        + " dose as the recipes have it; it counts if the curve's 95 %% interval of the power at its mean"
                        + " dose is narrower than 30 points, and it holds if that interval and the Clopper-Pearson interval"
                        + " of what was found there overlap.");
        line(text, "");
        line(
                text,
                "| fitted on | held against | cells | narrower than 30 points | hold | mean power printed | found |");
        line(text, "|---|---|---|---|---|---|---|");
        for (HoldOut each : holdOuts) {
            line(
                    text,
                    "| %s | %s | %d | %d | %d | %s | %s |",
                    each.fittedOn(),
                    each.heldAgainst(),
                    each.cells(),
                    each.narrow(),
                    each.holding(),
                    each.narrow() == 0 ? "-" : Printed.percent(each.meanPower()),
                    Printed.of(each.found(), each.models()));
        }
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private static String minutes(double seconds) {
        return String.format(Locale.ROOT, "%.1f min", seconds / 60);
    }
}
