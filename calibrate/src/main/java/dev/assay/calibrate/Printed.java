package dev.assay.calibrate;

import java.util.Locale;

/// How figures of a calibration are printed.
final class Printed {
    private Printed() {}

    /// A share in percent with at most two significant digits below 10: `0.31 %`, `4.2 %`, `38 %`.
    static String percent(double share) {
        if (share == Double.POSITIVE_INFINITY) {
            return "not reached";
        }
        double value = 100 * share;
        String form = value >= 9.95 || value == 0 ? "%.0f %%" : value >= 0.995 ? "%.1f %%" : "%.2g %%";
        return String.format(Locale.ROOT, form, value);
    }

    /// A dose with its interval; above the largest possible one it is not reached.
    static String dose(double dose, double low, double high) {
        if (dose > 1) {
            return low > 1 ? "not reached" : "not reached (from " + percent(low) + ")";
        }
        String most = high > 1 ? "no upper limit" : percent(high);
        return percent(dose) + " (" + (low <= 0 ? "0" : percent(low)) + " to " + most + ")";
    }

    /// `3 of 12`.
    static String of(int count, int all) {
        return String.format(Locale.ROOT, "%,d of %,d", count, all);
    }
}
