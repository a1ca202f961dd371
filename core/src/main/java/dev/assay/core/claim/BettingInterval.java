package dev.assay.core.claim;

import java.util.Arrays;

/// Confidence sequences by betting, for the mean of numbers in a known range: they hold at any stopping
/// time, on graded outcomes and cluster means too. Far too wide for rates near zero (595 clean draws where
/// the mixture needs 327): there use {@link Intervals}.
///
/// {m: (E+(m) + E-(m))/2 < 1/alpha}, E+(m) = mean over j of prod (1 + f_j (x_i - m)/m), E-(m) = mean over
/// j of prod (1 - f_j (x_i - m)/(1-m)), f_j = (j - 1/2)/40, j = 1..40; the hull of that set. Source:
/// Waudby-Smith & Ramdas 2024; `clusters.json`, `paired.json`.
public final class BettingInterval {
    private static final int BETS = 40;

    private BettingInterval() {}

    /// For numbers in [0, 1], such as cluster means. None give [0, 1].
    ///
    /// @throws IllegalArgumentException if a number is outside [0, 1] or alpha outside (0, 1)
    public static Interval ofShares(double[] values, double alpha) {
        Counts.checkShare(alpha, "Alpha");
        double sum = 0;
        for (double value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("Value " + value + " is outside [0, 1].");
            }
            sum += value;
        }
        if (values.length == 0) {
            return new Interval(0, 1);
        }
        double mean = sum / values.length;
        double low = mean <= 0 ? 0 : Roots.boundary(m -> inside(values, m, alpha), 0, mean);
        double high = mean >= 1 ? 1 : Roots.boundary(m -> !inside(values, m, alpha), mean, 1);
        return new Interval(low, high);
    }

    /// For differences in [-1, 1], such as those of pairs. None give [-1, 1].
    ///
    /// @throws IllegalArgumentException if a difference is outside [-1, 1] or alpha outside (0, 1)
    public static Interval ofDifferences(double[] differences, double alpha) {
        double[] shares = new double[differences.length];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = (differences[i] + 1) / 2;
        }
        Interval interval = ofShares(shares, alpha);
        return new Interval(2 * interval.low() - 1, 2 * interval.high() - 1);
    }

    /// For pairs of whole outcomes: as {@link #ofDifferences} on that many +1, 0 and -1.
    ///
    /// @throws IllegalArgumentException if a count is negative or alpha outside (0, 1)
    public static Interval ofPairs(int plus, int zero, int minus, double alpha) {
        if (plus < 0 || zero < 0 || minus < 0) {
            throw new IllegalArgumentException(
                    "Counts of pairs (" + plus + ", " + zero + ", " + minus + ") must not be negative.");
        }
        double[] differences = new double[plus + zero + minus];
        Arrays.fill(differences, 0, plus, 1);
        Arrays.fill(differences, plus, plus + minus, -1);
        return ofDifferences(differences, alpha);
    }

    private static boolean inside(double[] values, double m, double alpha) {
        if (m <= 0 || m >= 1) {
            return false;
        }
        double sum = 0;
        for (int j = 0; j < BETS; j++) {
            double bet = (j + 0.5) / BETS;
            double up = 0;
            double down = 0;
            for (double x : values) {
                up += Math.log1p(bet * (x - m) / m);
                down += Math.log1p(-bet * (x - m) / (1 - m));
            }
            sum += Math.exp(up) + Math.exp(down);
        }
        return sum / (2 * BETS) < 1 / alpha;
    }
}
