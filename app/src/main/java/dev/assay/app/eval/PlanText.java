package dev.assay.app.eval;

import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.MeanInterval;
import dev.assay.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/// A plan for the terminal.
final class PlanText {

    private static final int[] EPOCHS = {1, 2, 4, 8};
    private static final String ROW = "  %-9s %7s   %-22s   %-19s  %s";

    private final PlanSurvey survey;
    private final String model;
    private final PriceTable prices;
    private final Optional<Budget> budget;
    private final PlanAssumptions assumptions;
    private final boolean greedy;
    private final List<String> starts;
    private final List<String> lines = new ArrayList<>();

    /// @param model as `--model` takes it; empty where none was named
    /// @param starts what a run would be refused for without `--allow-programs`, in words
    PlanText(
            PlanSurvey survey,
            String model,
            PriceTable prices,
            Optional<Budget> budget,
            PlanAssumptions assumptions,
            List<String> starts) {
        this.starts = List.copyOf(starts);
        this.survey = survey;
        this.model = model;
        this.prices = prices;
        this.budget = budget;
        this.assumptions = assumptions;
        this.greedy = TaskAssembly.isGreedy(survey.task().config());
    }

    List<String> lines() {
        Task task = survey.task();
        lines.add(Printable.line(task.name(), 100) + (model.isEmpty() ? "" : " on " + Printable.line(model, 200))
                + "   graded by " + Printable.line(String.join(", ", task.scorerNames()), 200));
        lines.add("");
        asks(task);
        if (!starts.isEmpty()) {
            lines.add("  needs     --allow-programs, without which the run is refused: the task starts "
                    + Printable.line(String.join(" and ", starts), 300) + "; read its file first");
        }
        clusters();
        List<PlanPrecision> rows = assumptions.accuracies().stream()
                .map(accuracy -> PlanPrecision.of(
                        accuracy, survey.clusters(), task.epochs().count(), greedy, assumptions))
                .toList();
        lines.add("");
        lines.addAll(table("accuracy", rows, row -> percent(row.accuracy())));
        rows.getFirst().interval().ifPresent(interval -> lines.addAll(methods(interval)));
        lines.add("");
        assumptions
                .detect()
                .ifPresent(
                        gap -> lines.addAll(detect(rows, gap, survey.clusters().items())));
        lines.addAll(epochs(rows.getFirst()));
        lines.addAll(taken(rows.getFirst(), greedy));
        lines.add("  nothing was called or written");
        return lines;
    }

    /// What runs of some sizes can show, where no dataset is named.
    static List<String> alone(List<PlanPrecision> sizes, PlanAssumptions assumptions) {
        PlanPrecision first = sizes.getFirst();
        boolean greedy = first.epochCorrelation() == 1
                && assumptions.givenEpochCorrelation().isEmpty();
        List<String> lines = new ArrayList<>();
        lines.add("What a run can show at an accuracy of " + percent(first.accuracy())
                + (first.epochs() > 1 ? " with " + first.epochs() + " epochs" : "")
                + ", before any dataset is named");
        lines.add("");
        lines.addAll(table(
                "samples", sizes, row -> ProgressText.grouped(row.clusters().items())));
        first.interval().ifPresent(interval -> lines.addAll(methods(interval)));
        lines.add("");
        assumptions.detect().ifPresent(gap -> lines.addAll(detect(List.of(first), gap, 0)));
        lines.addAll(taken(first, greedy));
        lines.add("  nothing was called or written; name --data FILE or --task FILE for the plan of a run");
        return lines;
    }

    private void asks(Task task) {
        long samples = survey.clusters().items();
        int epochs = task.epochs().count();
        String asked = ProgressText.count(samples, "sample")
                + (epochs > 1
                        ? " x " + epochs + " epochs = " + ProgressText.grouped(samples * epochs) + " answers"
                        : "");
        if (survey.unknown().isPresent()) {
            lines.add("  asks      " + asked + "; how many calls that takes, '"
                    + Printable.line(survey.unknown().get(), 60)
                    + "' decides as it goes: bound them with --budget or --message-limit");
            return;
        }
        PlanLoad load = survey.load();
        StringBuilder calls =
                new StringBuilder(asked + ", " + ProgressText.count(load.model().calls(), "call"));
        load.graders()
                .forEach((name, part) -> calls.append(" and ")
                        .append(ProgressText.grouped(part.calls()))
                        .append(" of the grader ")
                        .append(Printable.line(name, 80)));
        lines.add("  asks      " + calls + ", without retries");
        long read = load.model().input()
                + load.graders().values().stream()
                        .mapToLong(PlanLoad.Part::input)
                        .sum();
        lines.add("  tokens    at most " + ProgressText.grouped(read) + " read, "
                + ProgressText.grouped(load.tokens() - read)
                + " written (a token a byte, every answer as long as it may be)");
        if (!prices.prices().isEmpty()) {
            OptionalDouble cost = load.cost(prices, model);
            lines.add("  cost      "
                    + (cost.isPresent()
                            ? "at most " + EvalText.money(cost.getAsDouble(), prices.currency())
                            : "not known: the price table lacks " + Printable.line(unpriced(), 200)));
        }
        budget.filter(given -> !bears(given, load))
                .ifPresent(given -> lines.add("  budget    " + given.words(prices.currency())
                        + " do not bear the worst of that: the run may stop before its end, and can be resumed"));
    }

    private String unpriced() {
        List<String> missing = new ArrayList<>();
        if (prices.of(model).isEmpty()) {
            missing.add(model.isEmpty() ? "a model that is not named (--model)" : "'" + model + "'");
        }
        survey.load().graders().keySet().stream()
                .filter(name -> prices.of(name).isEmpty())
                .forEach(name -> missing.add("'" + name + "'"));
        return String.join(", ", missing);
    }

    private boolean bears(Budget given, PlanLoad load) {
        OptionalLong calls = given.calls();
        OptionalLong tokens = given.tokens();
        OptionalDouble cost = load.cost(prices, model);
        return (calls.isEmpty() || calls.getAsLong() >= load.calls())
                && (tokens.isEmpty() || tokens.getAsLong() >= load.tokens())
                && (given.money().isEmpty() || cost.isEmpty() || given.money().getAsDouble() >= cost.getAsDouble());
    }

    private void clusters() {
        survey.cluster().ifPresent(field -> {
            double effect = survey.clusters().at(assumptions.intraclass());
            lines.add(String.format(
                    Locale.ROOT,
                    "  clusters  %s by '%s'; an intraclass correlation of %s%s: design effect %.2f, as good as %s"
                            + " independent samples",
                    ProgressText.grouped(survey.clusters().clusters()),
                    Printable.line(field, 60),
                    plain(assumptions.intraclass()),
                    assumptions.givenIntraclass().isPresent() ? "" : " (assumed: --icc)",
                    effect,
                    ProgressText.grouped(Math.round(survey.clusters().items() / effect))));
        });
    }

    private static List<String> table(String head, List<PlanPrecision> rows, Function<PlanPrecision, String> name) {
        List<String> table = new ArrayList<>();
        table.add(" ".repeat(47) + "smallest difference found with 80 %, 90 % power");
        table.add(String.format(
                Locale.ROOT, ROW, head, "stderr", "95 % interval", "in the same samples", "in other samples"));
        for (PlanPrecision row : rows) {
            table.add(String.format(
                    Locale.ROOT,
                    ROW,
                    name.apply(row),
                    String.format(Locale.ROOT, "%.4f", row.error()),
                    row.interval()
                            .map(MeanInterval::interval)
                            .map(PlanText::range)
                            .orElse("none: a single cluster"),
                    gap(row.paired(0.8)) + ", " + gap(row.paired(0.9)),
                    gap(row.unpaired(0.8)) + ", " + gap(row.unpaired(0.9))));
        }
        return table;
    }

    private static String range(Interval interval) {
        return String.format(
                Locale.ROOT,
                "%s to %s   ±%.1f",
                number(100 * interval.low()),
                number(100 * interval.high()),
                50 * interval.width());
    }

    private static List<String> methods(MeanInterval interval) {
        return List.of(
                "  in per cent and points; intervals: " + interval.method(),
                "  differences: two-sided at 5 %, "
                        + (interval.method().equals(MeanInterval.EXACT)
                                ? "McNemar's exact test in the same samples, the normal approximation in others"
                                : "Student's t over as many (Miller 2024)"));
    }

    private static List<String> detect(List<PlanPrecision> rows, double gap, long have) {
        List<String> text = new ArrayList<>();
        text.add("  samples a run that find a difference of " + number(100 * gap) + " points with 80 %, 90 % power"
                + (have > 0 ? " (here: " + ProgressText.grouped(have) + ")" : ""));
        text.add(String.format(
                Locale.ROOT, "  %-9s %-21s  %s", "accuracy", "the same in both runs", "others in each run"));
        for (PlanPrecision row : rows) {
            text.add(String.format(
                    Locale.ROOT,
                    "  %-9s %-21s  %s",
                    percent(row.accuracy()),
                    ProgressText.grouped(row.pairedSamples(gap, 0.8)) + ", "
                            + ProgressText.grouped(row.pairedSamples(gap, 0.9)),
                    ProgressText.grouped(row.unpairedSamples(gap, 0.8)) + ", "
                            + ProgressText.grouped(row.unpairedSamples(gap, 0.9))));
        }
        text.add("");
        return text;
    }

    private static List<String> epochs(PlanPrecision row) {
        List<String> text = new ArrayList<>();
        if (row.epochCorrelation() == 1) {
            return List.of("  epochs    add nothing where the answers to a sample are always the same");
        }
        StringBuilder line = new StringBuilder("  epochs    at " + percent(row.accuracy()) + ":");
        for (int epochs : EPOCHS) {
            PlanPrecision with = row.withEpochs(epochs);
            line.append(String.format(
                    Locale.ROOT, "   %d: ±%.1f, finds %s", epochs, 100 * with.halfWidth(), gap(with.paired(0.8))));
        }
        text.add(line.toString());
        return text;
    }

    private static List<String> taken(PlanPrecision row, boolean greedy) {
        return List.of(
                "  assumed   two runs' scores correlate at " + plain(row.correlation())
                        + " (--correlation): " + String.format(Locale.ROOT, "%.0f", 100 * row.discordant())
                        + " % of the grades change at " + percent(row.accuracy()),
                "            two answers to a sample correlate at " + plain(row.epochCorrelation())
                        + (greedy && row.epochCorrelation() == 1 ? ", at temperature 0" : "")
                        + " (--epoch-correlation)");
    }

    private static String gap(double value) {
        return Double.isNaN(value) ? "none" : number(100 * value);
    }

    /// One digit after the point; two below 1.
    private static String number(double value) {
        return String.format(Locale.ROOT, value < 1 && value > 0 ? "%.2f" : "%.1f", value);
    }

    private static String percent(double share) {
        return plain(100 * share) + " %";
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        return text.replaceAll("\\.?0+$", "");
    }
}
