package dev.assay.core.claim;

/// A closed interval of rates or gaps.
///
/// @param low lower limit
/// @param high upper limit, not below the lower one
public record Interval(double low, double high) {
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("[" + low + ", " + high + "] is no interval.");
        }
    }

    /// Whether the value lies in it, ends included.
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /// Upper minus lower limit.
    public double width() {
        return high - low;
    }
}
