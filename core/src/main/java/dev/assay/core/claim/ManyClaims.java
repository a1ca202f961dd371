package dev.assay.core.claim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Several e-values or p-values together. The verdicts of a report use {@link #eachAlone} (every claim
/// needs m/alpha), under which all hold jointly and none depends on another's stop; the rest may be shown
/// beside, under its own name.
///
/// Sources: Wang & Ramdas 2022 (e-BH); Vovk & Wang 2021 (closed testing with the arithmetic mean); Holm
/// 1979; Benjamini & Hochberg 1995; `ebh.json`. Ties on a threshold count as reached.
public final class ManyClaims {
    private static final double TIE = 1e-12;

    private ManyClaims() {}

    /// Which e-values reach m/alpha: controls the chance of any wrong rejection.
    public static boolean[] eachAlone(double[] e, double alpha) {
        Counts.checkShare(alpha, "Alpha");
        boolean[] rejected = new boolean[e.length];
        for (int i = 0; i < e.length; i++) {
            rejected[i] = e[i] * alpha >= e.length * (1 - TIE);
        }
        return rejected;
    }

    /// e-BH, adjusted: q_(k) = min over j >= k of m/(j e_(j)), at most 1; reject those up to alpha.
    /// Controls the false discovery rate, not the chance of any wrong rejection, under any dependence.
    public static double[] eBenjaminiHochberg(double[] e) {
        int[] order = order(e, true);
        double[] adjusted = new double[e.length];
        double least = 1;
        for (int k = e.length; k >= 1; k--) {
            least = Math.min(least, e.length / (k * e[order[k - 1]]));
            adjusted[order[k - 1]] = least;
        }
        return adjusted;
    }

    /// Closed testing with the mean, adjusted e-values: min over t of (e_j + the t smallest others)/(t +
    /// 1); reject those from 1/alpha. Controls the chance of any wrong rejection under any dependence, and
    /// never rejects less than {@link #eachAlone}.
    public static double[] closedMean(double[] e) {
        int[] order = order(e, false);
        double[] adjusted = new double[e.length];
        for (int j = 0; j < e.length; j++) {
            double sum = e[j];
            double least = e[j];
            int taken = 1;
            for (int other : order) {
                if (other != j) {
                    sum += e[other];
                    least = Math.min(least, sum / ++taken);
                }
            }
            adjusted[j] = least;
        }
        return adjusted;
    }

    /// Whether the one headline "every bar is met" holds: all e-values reach 1/alpha, without a correction
    /// (intersection-union). It says nothing when one does not.
    public static boolean allHold(double[] e, double alpha) {
        Counts.checkShare(alpha, "Alpha");
        return Arrays.stream(e).allMatch(value -> value * alpha >= 1 - TIE);
    }

    /// Holm's adjusted p-values: control the chance of any wrong rejection.
    public static double[] holm(double[] p) {
        int[] order = order(p, false);
        double[] adjusted = new double[p.length];
        double most = 0;
        for (int k = 0; k < p.length; k++) {
            most = Math.max(most, Math.min(1, (p.length - k) * p[order[k]]));
            adjusted[order[k]] = most;
        }
        return adjusted;
    }

    /// Benjamini-Hochberg adjusted p-values: control the false discovery rate under positive dependence.
    public static double[] benjaminiHochberg(double[] p) {
        int[] order = order(p, false);
        double[] adjusted = new double[p.length];
        double least = 1;
        for (int k = p.length; k >= 1; k--) {
            least = Math.min(least, p[order[k - 1]] * p.length / k);
            adjusted[order[k - 1]] = least;
        }
        return adjusted;
    }

    /// Which adjusted p-values (or e-BH values) are at most alpha.
    public static boolean[] atMost(double[] adjusted, double alpha) {
        boolean[] rejected = new boolean[adjusted.length];
        for (int i = 0; i < adjusted.length; i++) {
            rejected[i] = adjusted[i] <= alpha * (1 + TIE);
        }
        return rejected;
    }

    /// Which adjusted e-values are at least 1/alpha.
    public static boolean[] atLeast(double[] adjusted, double alpha) {
        boolean[] rejected = new boolean[adjusted.length];
        for (int i = 0; i < adjusted.length; i++) {
            rejected[i] = adjusted[i] * alpha >= 1 - TIE;
        }
        return rejected;
    }

    private static int[] order(double[] values, boolean falling) {
        Comparator<Integer> rising = Comparator.comparingDouble(i -> values[i]);
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(falling ? rising.reversed() : rising)
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
