package dev.assay.app.eval;

import dev.assay.app.UserError;
import java.util.List;
import java.util.OptionalDouble;

/// What a plan takes for granted, since only a run could tell it.
///
/// @param accuracies expected accuracies, each in (0, 1), at least one
/// @param detect a difference that is to be found, in (0, 1)
/// @param givenIntraclass share of the variance between clusters, in [0, 1]
/// @param givenCorrelation of two runs' scores over the same samples, one answer each, in [0, 1)
/// @param givenEpochCorrelation of two answers to the same sample, in [0, 1]
record PlanAssumptions(
        List<Double> accuracies,
        OptionalDouble detect,
        OptionalDouble givenIntraclass,
        OptionalDouble givenCorrelation,
        OptionalDouble givenEpochCorrelation) {

    static final List<Double> ACCURACIES = List.of(0.5, 0.7, 0.9);

    private static final double INTRACLASS = 0.1;
    private static final double CORRELATION = 0.5;
    private static final double EPOCH_CORRELATION = 0.75;

    PlanAssumptions {
        accuracies = List.copyOf(accuracies);
        if (givenCorrelation.isPresent()
                && givenEpochCorrelation.isPresent()
                && givenCorrelation.getAsDouble() > givenEpochCorrelation.getAsDouble()) {
            throw new UserError("--correlation " + givenCorrelation.getAsDouble() + " is over --epoch-correlation "
                    + givenEpochCorrelation.getAsDouble()
                    + ": two runs cannot agree more than a run agrees with itself; lower one or raise the other.");
        }
    }

    double intraclass() {
        return givenIntraclass.orElse(INTRACLASS);
    }

    /// @param greedy whether answers are drawn at temperature 0, so that the same is expected each time
    double epochCorrelation(boolean greedy) {
        return givenEpochCorrelation.orElseGet(
                () -> greedy ? 1 : Math.max(EPOCH_CORRELATION, givenCorrelation.orElse(0)));
    }

    double correlation(boolean greedy) {
        return givenCorrelation.orElseGet(() -> Math.min(CORRELATION, epochCorrelation(greedy)));
    }
}
