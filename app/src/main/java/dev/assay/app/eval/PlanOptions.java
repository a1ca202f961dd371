package dev.assay.app.eval;

import dev.assay.app.UserError;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--plan` and what it takes for granted.
final class PlanOptions {

    private static final double LEAST_DIFFERENCE = 1e-6;

    @Option(
            names = "--plan",
            description = "Show what would be asked, what it could cost, and which differences it could show; nothing"
                    + " is called or written (docs/eval-plan.md).")
    private boolean plan;

    @Option(
            names = "--expect",
            paramLabel = "RATE",
            description = "With --plan: accuracy that is expected, over 0 and under 1 (default: shows .5, .7 and .9).")
    private @Nullable String expect;

    @Option(
            names = "--detect",
            paramLabel = "D",
            description = "With --plan: how many samples show a difference of D, such as 0.03.")
    private @Nullable String detect;

    @Option(
            names = "--cluster",
            paramLabel = "FIELD",
            description =
                    "With --plan: metadata that samples on the same text, goal or person share (default: 'cluster'"
                            + " or 'group', where every sample has it).")
    private @Nullable String cluster;

    @Option(
            names = "--icc",
            paramLabel = "R",
            description = "With --plan: share of the variance that lies between clusters, 0 to 1 (default: 0.1).")
    private @Nullable String intraclass;

    @Option(
            names = "--correlation",
            paramLabel = "R",
            description = "With --plan: correlation of two runs' scores over the same samples, 0 to under 1 (default:"
                    + " 0.5).")
    private @Nullable String correlation;

    @Option(
            names = "--epoch-correlation",
            paramLabel = "R",
            description =
                    "With --plan: correlation of two answers to the same sample, 0 to 1 (default: 1 at temperature"
                            + " 0, else 0.75).")
    private @Nullable String epochCorrelation;

    boolean isWanted() {
        return plan;
    }

    /// The metadata that tells clusters apart, where it is named.
    Optional<String> cluster() {
        return Optional.ofNullable(cluster);
    }

    /// @throws UserError if one is given without `--plan`
    void requirePlan() {
        if (!plan) {
            Stream.of(
                            named("--expect", expect),
                            named("--detect", detect),
                            named("--cluster", cluster),
                            named("--icc", intraclass),
                            named("--correlation", correlation),
                            named("--epoch-correlation", epochCorrelation))
                    .flatMap(Optional::stream)
                    .findFirst()
                    .ifPresent(option -> {
                        throw new UserError(option + " goes with --plan, which was not given: add it, or leave "
                                + option + " away.");
                    });
        }
    }

    private static Optional<String> named(String option, @Nullable String value) {
        return Optional.ofNullable(value).map(_ -> option);
    }

    /// @throws UserError if a number is none, or impossible
    PlanAssumptions assumptions() {
        OptionalDouble wanted = number("--detect", detect, 0, 1, true, true);
        if (wanted.isPresent() && wanted.getAsDouble() < LEAST_DIFFERENCE) {
            throw new UserError("--detect must be at least 0.000001, but is " + detect
                    + ": no run is large enough for less; write a share, such as 0.03 for 3 points.");
        }
        OptionalDouble expected = number("--expect", expect, 0, 1, true, true);
        return new PlanAssumptions(
                expected.isPresent() ? List.of(expected.getAsDouble()) : PlanAssumptions.ACCURACIES,
                wanted,
                number("--icc", intraclass, 0, 1, false, false),
                number("--correlation", correlation, 0, 1, false, true),
                number("--epoch-correlation", epochCorrelation, 0, 1, false, false));
    }

    private static OptionalDouble number(
            String option, @Nullable String text, double least, double most, boolean over, boolean under) {
        if (text == null) {
            return OptionalDouble.empty();
        }
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new UserError(option + " '" + text + "' is no number: write a share, such as 0.03.");
        }
        boolean fits = (over ? value > least : value >= least) && (under ? value < most : value <= most);
        if (!fits) {
            throw new UserError(String.format(
                    Locale.ROOT,
                    "%s must be %s%.0f and %s%.0f, but is %s: write a share, such as 0.03 for 3 %%.",
                    option,
                    over ? "over " : "at least ",
                    least,
                    under ? "under " : "at most ",
                    most,
                    text));
        }
        return OptionalDouble.of(value);
    }
}
