package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.eval.UngradedReasons.Reason;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.claim.MeanInterval;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.EvalScore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The last lines of an evaluation: figures, three counts that add up, tokens and cost, where the run is, and the next
/// command.
final class EvalClosing {

    private static final int MOST_REASONS = 3;

    private EvalClosing() {}

    /// @param live whether the lines stand by themselves, or each names the program
    static List<String> lines(RunFolder folder, EvalOutcome outcome, boolean live) {
        EvalLog log = outcome.log();
        List<String> lines = new ArrayList<>();
        log.error().ifPresent(error -> lines.add(part("ended", Printable.line(error.message(), 2_000))));
        outcome.stopReason().ifPresent(reason -> lines.add(part("stopped", reason)));
        for (EvalScore score : log.results().scores()) {
            lines.add(part(
                    Printable.line(score.scorer(), 40),
                    figures(score, log.eval().epochs() > 1)));
        }
        lines.add(part("samples", samples(log.results())));
        lines.addAll(reasons(outcome.ungraded()));
        lines.add(part("tokens", tokens(outcome)));
        if (outcome.spend().calls() > 0) {
            lines.add(part("spent", spent(outcome.spend())));
        }
        outcome.cached().ifPresent(cached -> lines.add(part("cache", cached(cached))));
        lines.add(part("took", took(outcome)));
        lines.add(part("run", folder.path() + "   result.json   run.db"));
        lines.add(part("next", next(folder, log)));
        List<String> shown = new ArrayList<>();
        if (live) {
            shown.add("");
        }
        lines.forEach(line -> shown.add((live ? "  " : "assay: ") + line));
        return shown;
    }

    private static String part(String name, String text) {
        return String.format(Locale.ROOT, "%-9s %s", name, text);
    }

    static String figures(EvalScore score, boolean epochs) {
        if (score.scoredSamples() == 0) {
            return "graded no sample: there are no figures";
        }
        List<String> parts = new ArrayList<>();
        Map<String, Double> metrics = score.metrics();
        metrics.forEach((name, value) -> parts.add(name + " " + EvalText.figure(value)));
        String text = String.join("   ", parts) + "   over " + ProgressText.grouped(score.scoredSamples());
        text += score.interval().map(EvalClosing::interval).orElse("");
        return epochs ? text + "   (" + score.reducer() + " of epochs)" : text;
    }

    private static String interval(MeanInterval interval) {
        return String.format(
                Locale.ROOT,
                "   95 %% interval %.4f to %.4f (%s)",
                interval.interval().low(),
                interval.interval().high(),
                interval.method());
    }

    static String samples(EvalResults results) {
        long finished = results.finishedSamples();
        String text = ProgressText.grouped(finished) + " = "
                + ProgressText.grouped(results.scored())
                + " scored + " + ProgressText.grouped(results.excluded()) + " excluded + "
                + ProgressText.grouped(results.errored()) + " errored";
        long left = results.totalSamples() - finished;
        return left > 0 ? text + "; " + ProgressText.grouped(left) + " not run" : text;
    }

    /// Without the two spaces or the program's name before each.
    static List<String> reasons(UngradedReasons ungraded) {
        List<String> lines = new ArrayList<>();
        for (Reason reason : ungraded.reasons()
                .subList(0, Math.min(MOST_REASONS, ungraded.reasons().size()))) {
            lines.add(part(
                    lines.isEmpty() ? "why" : "",
                    ProgressText.grouped(reason.samples())
                            + (reason.errored()
                                    ? " errored: "
                                    : " without a grade by " + Printable.line(reason.scorer(), 40) + ": ")
                            + Printable.line(reason.text(), 300)));
        }
        int more = ungraded.reasons().size() - lines.size();
        if (more > 0) {
            lines.add(part(
                    "",
                    "and " + ProgressText.grouped(more) + (more == 1 ? " other reason" : " other reasons")
                            + ", in result.json"));
        }
        if (ungraded.all() > ungraded.read()) {
            lines.add(part(
                    "",
                    "by the first " + ProgressText.grouped(ungraded.read()) + " of "
                            + ProgressText.grouped(ungraded.all()) + " such samples"));
        }
        return lines;
    }

    private static String tokens(EvalOutcome outcome) {
        ModelUsage usage =
                outcome.log().stats().modelUsage().values().stream().reduce(ModelUsage.NONE, ModelUsage::plus);
        String text = ProgressText.grouped(usage.inputTokens()) + " in, " + ProgressText.grouped(usage.outputTokens())
                + " out";
        if (usage.cacheReadTokens() > 0) {
            text += ", " + ProgressText.grouped(usage.cacheReadTokens()) + " from the provider's cache";
        }
        return outcome.cost().isPresent()
                ? text + "   cost " + EvalText.money(outcome.cost().getAsDouble(), outcome.currency())
                : text;
    }

    private static String spent(Spend spend) {
        String text = ProgressText.grouped(spend.calls()) + (spend.calls() == 1 ? " call, " : " calls, ")
                + (spend.atMost() ? "at most " : "") + ProgressText.grouped(spend.tokens()) + " tokens";
        if (spend.money().isPresent()) {
            text += ", " + EvalText.money(spend.money().getAsDouble(), spend.currency());
        }
        return text + "   by this command, graders included";
    }

    private static String cached(long answers) {
        return ProgressText.grouped(answers) + (answers == 1 ? " answer" : " answers") + " from the cache";
    }

    private static String took(EvalOutcome outcome) {
        double seconds = outcome.time().toNanos() / 1e9;
        String text = seconds < 100
                ? String.format(Locale.ROOT, "%.1f s", seconds)
                : ProgressText.duration(Math.round(seconds));
        if (seconds > 0 && outcome.freshSamples() > 0) {
            text += String.format(Locale.ROOT, "   %,.0f samples/s", outcome.freshSamples() / seconds);
        }
        return text + "   " + ProgressText.grouped(outcome.retries())
                + (outcome.retries() == 1 ? " retry" : " retries");
    }

    private static String next(RunFolder folder, EvalLog log) {
        String run = EvalText.shellWord(folder.id());
        if (log.results().finishedSamples() < log.results().totalSamples()) {
            return "./assay eval --resume " + run;
        }
        if (log.results().errored() > 0) {
            return "./assay eval --retry-errors " + run;
        }
        return "./assay score " + run + " --scorer NAME";
    }
}
