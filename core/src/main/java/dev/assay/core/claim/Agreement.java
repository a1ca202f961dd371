package dev.assay.core.claim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How far raters agree beyond chance: 1 is always, 0 is as by chance. NaN where nothing can disagree.
public final class Agreement {

    private Agreement() {}

    /// Cohen's kappa of two raters: (po - pe)/(1 - pe). Source: Cohen 1960.
    ///
    /// @param table how often the first rater said `i` and the second `j`; square
    /// @throws IllegalArgumentException if it is not square or a count is negative
    public static double cohenKappa(long[][] table) {
        int k = table.length;
        double n = 0;
        double same = 0;
        double[] rows = new double[k];
        double[] columns = new double[k];
        for (int i = 0; i < k; i++) {
            if (table[i].length != k) {
                throw new IllegalArgumentException("The table of two raters must be square.");
            }
            for (int j = 0; j < k; j++) {
                if (table[i][j] < 0) {
                    throw new IllegalArgumentException("Counts must not be negative: " + table[i][j]);
                }
                n += table[i][j];
                rows[i] += table[i][j];
                columns[j] += table[i][j];
                same += i == j ? table[i][j] : 0;
            }
        }
        double chance = 0;
        for (int i = 0; i < k; i++) {
            chance += rows[i] * columns[i];
        }
        double pe = chance / (n * n);
        return n == 0 || pe == 1 ? Double.NaN : (same / n - pe) / (1 - pe);
    }

    /// Krippendorff's alpha for any number of raters and missing values, nominal: 1 - (n - 1) sum over
    /// units of the pairs that differ / (m - 1), divided by the pairs of values over all units that
    /// differ. Source: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability".
    ///
    /// @param units the values that each unit was given; units with fewer than two do not count
    public static double krippendorffAlpha(List<? extends List<String>> units) {
        Map<String, Long> totals = new HashMap<>();
        double observed = 0;
        long n = 0;
        for (List<String> values : units) {
            int m = values.size();
            if (m < 2) {
                continue;
            }
            Map<String, Long> counts = new HashMap<>();
            values.forEach(value -> counts.merge(value, 1L, Long::sum));
            long same = 0;
            for (Map.Entry<String, Long> count : counts.entrySet()) {
                same += count.getValue() * (count.getValue() - 1);
                totals.merge(count.getKey(), count.getValue(), Long::sum);
            }
            observed += ((double) m * (m - 1) - same) / (m - 1);
            n += m;
        }
        double expected = (double) n * n;
        for (long total : totals.values()) {
            expected -= (double) total * total;
        }
        return expected == 0 ? Double.NaN : 1 - (n - 1) * observed / expected;
    }
}
