package dev.assay.core.claim;

/// Prediction-powered inference of a rate: a few items with true labels and a judge's flags, many with
/// flags alone. Only with enough positive labels: the normal interval is worthless where none was seen.
///
/// theta = lambda mean(f~) + mean(Y - lambda f); SE^2 = lambda^2 Var(f~)/N + Var(Y - lambda f)/n,
/// variances with 1/n. Source: Angelopoulos et al. 2023 (PPI, PPI++); `judge.json`, `ppi.json`.
///
/// @param both labelled items that are cases and flagged
/// @param missed labelled items that are cases and not flagged
/// @param falseFlags labelled items that are no cases but flagged
/// @param neither labelled items that are neither
/// @param flagged items without a label that are flagged
/// @param unlabelled items without a label
public record PredictionPowered(int both, int missed, int falseFlags, int neither, int flagged, int unlabelled) {
    public PredictionPowered {
        Counts.check(flagged, unlabelled);
        if (both < 0 || missed < 0 || falseFlags < 0 || neither < 0) {
            throw new IllegalArgumentException("Counts of labelled items must not be negative.");
        }
        if (both + missed + falseFlags + neither == 0 || unlabelled == 0) {
            throw new IllegalArgumentException(
                    "Prediction-powered inference needs labelled items and items without a label.");
        }
    }

    /// @param lambda weight of the flags: 0 is the labels alone, 1 the plain method
    /// @param estimate of the rate
    /// @param error its standard error
    /// @param interval normal interval, not clipped
    public record Estimate(double lambda, double estimate, double error, Interval interval) {}

    /// The weight with the least variance, clipped to [0, 1]: Cov(Y, f) / [(1 + n/N) Var(f)], the variance
    /// over labelled and unlabelled items together with n + N - 1 below; 0 when no item or every item is
    /// flagged.
    public double tunedLambda() {
        double n = labelled();
        double cov = both / n - (both + missed) / n * ((both + falseFlags) / n);
        double all = n + unlabelled;
        double share = (both + falseFlags + flagged) / all;
        double variance = share * (1 - share) * all / (all - 1);
        double lambda = variance > 0 ? cov / ((1 + n / unlabelled) * variance) : 0;
        return Math.max(0, Math.min(1, lambda));
    }

    /// The estimate with a given weight.
    ///
    /// @throws IllegalArgumentException if confidence is outside (0, 1)
    public Estimate estimate(double lambda, double confidence) {
        double n = labelled();
        double share = (double) flagged / unlabelled;
        double mean = (both + missed - lambda * (both + falseFlags)) / n;
        double square = (both * (1 - lambda) * (1 - lambda) + missed + falseFlags * lambda * lambda) / n;
        double variance = lambda * lambda * share * (1 - share) / unlabelled + Math.max(0, square - mean * mean) / n;
        double error = Math.sqrt(variance);
        double estimate = lambda * share + mean;
        double z = SpecialFunctions.twoSidedZ(confidence);
        return new Estimate(lambda, estimate, error, new Interval(estimate - z * error, estimate + z * error));
    }

    /// The estimate with the {@link #tunedLambda tuned weight}.
    ///
    /// @throws IllegalArgumentException if confidence is outside (0, 1)
    public Estimate tuned(double confidence) {
        return estimate(tunedLambda(), confidence);
    }

    private double labelled() {
        return (double) both + missed + falseFlags + neither;
    }
}
