package dev.assay.core.claim;

/// How many items a comparison of two models over the same items needs, and what a given number can show.
///
/// Source: Miller 2024 (arXiv 2411.00640), section 5: n = (z_(alpha/2) + z_beta)^2 (w^2 + s_A^2/K_A +
/// s_B^2/K_B)/d^2.
///
/// @param betweenVariance w^2, variance of the items' true differences, at least 0
/// @param withinVariance s^2, variance of one answer to the same item, at least 0; taken equal for both
///     models
/// @param epochs K, answers an item and model, at least 1
/// @param alpha two-sided error, in (0, 1)
/// @param power chance to find the difference if it is there, in (0, 1)
public record SampleSize(double betweenVariance, double withinVariance, int epochs, double alpha, double power) {

    public SampleSize {
        if (!(betweenVariance >= 0 && withinVariance >= 0) || epochs < 1) {
            throw new IllegalArgumentException("Variances must not be negative and epochs at least 1, but are "
                    + betweenVariance + ", " + withinVariance + " and " + epochs + ".");
        }
        Counts.checkShare(alpha, "Alpha");
        Counts.checkShare(power, "Power");
    }

    /// The smallest difference that `items` items find with the stated power.
    ///
    /// @throws IllegalArgumentException if `items` is below 1
    public double detectable(long items) {
        if (items < 1) {
            throw new IllegalArgumentException("items must be at least 1, but is " + items);
        }
        return deviations() * Math.sqrt(variance() / items);
    }

    /// As {@link #detectable(long)} where the variance is estimated from few units, such as clusters: with
    /// Student's quantiles, t_(alpha/2) + t_beta, in place of the normal ones.
    ///
    /// @param freedom degrees of freedom of the test, units - 1; NaN comes back below 1
    /// @throws IllegalArgumentException if `items` is below 1
    public double detectable(long items, double freedom) {
        if (!(freedom >= 1)) {
            return Double.NaN;
        }
        double deviations = StudentT.quantile(alpha / 2, freedom) + StudentT.quantile(1 - power, freedom);
        return deviations * detectable(items) / deviations();
    }

    /// The items that find a difference of `gap` with the stated power; round up.
    ///
    /// @throws IllegalArgumentException unless `gap` is above 0
    public double items(double gap) {
        if (!(gap > 0)) {
            throw new IllegalArgumentException("The difference must be above 0, but is " + gap);
        }
        return deviations() * deviations() * variance() / (gap * gap);
    }

    private double variance() {
        return betweenVariance + 2 * withinVariance / epochs;
    }

    /// z_(alpha/2) + z_beta.
    private double deviations() {
        double beta = power >= 0.5
                ? SpecialFunctions.twoSidedZ(1 - 2 * (1 - power) + (power == 0.5 ? 1e-12 : 0))
                : -SpecialFunctions.twoSidedZ(1 - 2 * power);
        return SpecialFunctions.twoSidedZ(1 - alpha) + beta;
    }
}
