package dev.assay.core.claim;

import java.util.function.DoublePredicate;

/// Where a monotone statement turns from false to true, by bisection down to the last bits.
final class Roots {
    private static final int MOST_STEPS = 300;

    private Roots() {}

    /// The point in [low, high] from which `reached` holds. Takes it that `reached` is false before some
    /// point and true after it; returns `high` when it never turns true and `low` when it is true
    /// throughout.
    static double boundary(DoublePredicate reached, double low, double high) {
        double below = low;
        double above = high;
        for (int i = 0; i < MOST_STEPS && above - below > 2e-16 * Math.abs(above); i++) {
            double middle = below + (above - below) / 2;
            if (reached.test(middle)) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return below + (above - below) / 2;
    }
}
