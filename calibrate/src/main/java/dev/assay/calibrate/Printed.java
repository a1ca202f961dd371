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

    /// The dose at half or nine tenths of the findings, with its interval. A curve is not read beyond the
    /// doses that were examined: below the smallest it is "below" it, above the largest it is not reached.
    /// An open limit is `...`. Where all or none were found there is no curve to read.
    static String dose(ClaimPower power, boolean isHalf) {
        ClaimPower.Curve curve = power.fit();
        if (curve == null) {
            return "-";
        }
        if (power.points().stream().allMatch(ClaimPower.Point::isFound)) {
            return "all found from " + percent(curve.least());
        }
        return power.points().stream().noneMatch(ClaimPower.Point::isFound)
                ? "none found up to " + percent(curve.most())
                : dose(curve, isHalf);
    }

    static String dose(ClaimPower.Curve curve, boolean isHalf) {
        double dose = isHalf ? curve.dose50() : curve.dose90();
        double low = isHalf ? curve.dose50Low() : curve.dose90Low();
        double high = isHalf ? curve.dose50High() : curve.dose90High();
        if (!(curve.slope() > 0)) {
            return "power does not rise with the dose";
        }
        String limits = " (" + (low < curve.least() ? "..." : percent(low)) + " to "
                + (high > curve.most() ? "..." : percent(high)) + ")";
        if (dose < curve.least()) {
            return "below " + percent(curve.least()) + (high > curve.most() ? "" : " (at most " + percent(high) + ")");
        }
        return dose > curve.most() ? "not reached up to " + percent(curve.most()) : percent(dose) + limits;
    }

    /// `3 of 12`.
    static String of(int count, int all) {
        return String.format(Locale.ROOT, "%,d of %,d", count, all);
    }
}
