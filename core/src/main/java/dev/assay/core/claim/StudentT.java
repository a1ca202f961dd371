package dev.assay.core.claim;

/// Student's t distribution, for means over few clusters.
///
/// Source: P(T > t) = I_x(v/2, 1/2) / 2 with x = v/(v + t^2) for t >= 0 (Abramowitz & Stegun 26.5.27).
public final class StudentT {

    private StudentT() {}

    /// P(T > t).
    ///
    /// @param freedom degrees of freedom, above 0
    /// @throws IllegalArgumentException if `freedom` is not above 0
    public static double upperTail(double t, double freedom) {
        if (!(freedom > 0)) {
            throw new IllegalArgumentException("Degrees of freedom must be above 0, but are " + freedom + ".");
        }
        if (t < 0) {
            return 1 - upperTail(-t, freedom);
        }
        if (Double.isInfinite(t)) {
            return 0;
        }
        return Math.exp(SpecialFunctions.logRegularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5)) / 2;
    }

    /// The t with P(T > t) = `tail`, such as 2.228 for .025 and 10 degrees of freedom.
    ///
    /// @param tail in (0, 1)
    /// @param freedom degrees of freedom, above 0
    /// @throws IllegalArgumentException if one lies out of its range
    public static double quantile(double tail, double freedom) {
        Counts.checkShare(tail, "The tail");
        if (tail > 0.5) {
            return -quantile(1 - tail, freedom);
        }
        double high = 1;
        while (upperTail(high, freedom) > tail) {
            high *= 2;
        }
        return Roots.boundary(t -> upperTail(t, freedom) <= tail, 0, high);
    }
}
