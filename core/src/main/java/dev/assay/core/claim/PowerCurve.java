package dev.assay.core.claim;

import java.util.ArrayList;
import java.util.List;

/// The chance of each verdict by true rate, exactly: the distribution of the number of hits is carried from
/// draw to draw, and what reaches a boundary is taken out. Draws are taken as independent, none excluded
/// and none errored.
public final class PowerCurve {
    private static final int MOST_PAIRS = 2000;
    private static final double NEGLIGIBLE = 1e-25;

    private PowerCurve() {}

    /// The chances of each verdict of that rule at each true rate. For a rule under a judge the rates are
    /// rates of flags. Sums to 1 within 1e-12.
    ///
    /// @throws IllegalArgumentException if a rate is outside [0, 1]
    public static List<PowerPoint> exact(RateRule rule, double[] rates) {
        List<PowerPoint> points = new ArrayList<>();
        RateBoundaries boundaries = RateBoundaries.of(rule);
        for (double rate : rates) {
            points.add(exact(boundaries, rule.cap(), rate));
        }
        return List.copyOf(points);
    }

    /// The chances of each verdict of that paired rule at each true gap P(hit) - P(reverse), exactly, over
    /// the counts of hits and reverses. `reverseRate` is P(reverse), what is discordant without any
    /// effect: it adds noise, so a plan states it. Cells of less than 1e-13 are left out, an error of at
    /// most 1e-8, and count as inconclusive at the cap.
    ///
    /// @throws IllegalArgumentException if a gap and the reverse rate give no probabilities, or the cap is
    ///     over 2,000 pairs (a bar under 4.5 points with the default cap), beyond which this method would
    ///     take minutes
    public static List<PowerPoint> paired(PairedRule rule, double[] gaps, double reverseRate) {
        if (rule.cap() > MOST_PAIRS) {
            throw new IllegalArgumentException("A cap of " + rule.cap() + " pairs: exact power is computed up to "
                    + MOST_PAIRS + "; choose a smaller cap or a larger bar than " + rule.bar() + ".");
        }
        PairedBoundaries boundaries = PairedBoundaries.of(rule);
        List<PowerPoint> points = new ArrayList<>();
        for (double gap : gaps) {
            double hitRate = gap + reverseRate;
            if (!(reverseRate >= 0 && hitRate >= 0 && hitRate + reverseRate <= 1 + 1e-12)) {
                throw new IllegalArgumentException("A gap of " + gap + " with a reverse rate of " + reverseRate
                        + " is impossible: both rates must be at least 0 and together at most 1.");
            }
            points.add(boundaries.power(gap, hitRate, reverseRate));
        }
        return List.copyOf(points);
    }

    private static PowerPoint exact(RateBoundaries boundaries, int cap, double rate) {
        if (!(rate >= 0 && rate <= 1)) {
            throw new IllegalArgumentException("True rate " + rate + " is outside [0, 1].");
        }
        double[] mass = new double[cap + 2];
        mass[0] = 1;
        int low = 0;
        int high = 0;
        double pass = 0;
        double fail = 0;
        double inconclusive = 0;
        double draws = 0;
        for (int n = 1; n <= cap && low <= high; n++) {
            mass[high + 1] = mass[high] * rate;
            for (int k = high; k > low; k--) {
                mass[k] = mass[k] * (1 - rate) + mass[k - 1] * rate;
            }
            mass[low] *= 1 - rate;
            high++;
            while (low <= high && low <= boundaries.passAtMost[n]) {
                pass += mass[low];
                draws += n * mass[low++];
            }
            while (low <= high && high >= boundaries.failAtLeast[n]) {
                fail += mass[high];
                draws += n * mass[high--];
            }
            int from = Math.max(low, n == cap ? low : boundaries.notGoodAtLeast[n]);
            int to = Math.min(high, n == cap ? high : boundaries.notBadAtMost[n]);
            for (int k = from; k <= to; k++) {
                inconclusive += mass[k];
                draws += n * mass[k];
                mass[k] = 0;
            }
            while (low <= high && mass[low] < NEGLIGIBLE) {
                low++;
            }
            while (low <= high && mass[high] < NEGLIGIBLE) {
                high--;
            }
        }
        return new PowerPoint(rate, pass, fail, inconclusive, draws);
    }
}
