package dev.assay.core.compare;

/// What a gate lets pass. By default a drop of less than 5 points is let pass, and all verdicts hold
/// together at 95 %.
///
/// @param margin the largest drop of a mean score that does no harm, above 0
/// @param alpha chance of any wrong verdict over all scorers together, in (0, 1)
/// @param commonOnly whether samples of the baseline that the candidate does not have are left out; if not,
///     each of
///     them counts as badly as it can where a pass is to be shown
/// @param seed of the random signs where the clusters are too many to try all of them
public record GateOptions(double margin, double alpha, boolean commonOnly, long seed) {

    /// A margin of 5 points, 95 %, seed 1.
    public static final GateOptions DEFAULT = new GateOptions(0.05, 0.05, false, 1);

    public GateOptions {
        if (!(margin > 0 && Double.isFinite(margin))) {
            throw new IllegalArgumentException("The margin must be above 0, but is " + margin
                    + ": with none, no finite number of samples could show that nothing was lost.");
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 and 1, but is " + alpha);
        }
    }
}
