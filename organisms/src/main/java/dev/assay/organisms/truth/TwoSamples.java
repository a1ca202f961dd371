package dev.assay.organisms.truth;

/// Fisher's exact test of two shares.
///
/// The sum of the hypergeometric probabilities of all tables with the same margins that are at most as
/// likely as the one seen (Fisher 1935; two-sided as in Agresti, Categorical Data Analysis, section 3.5).
public final class TwoSamples {
    private static final double TIES = 1 + 1e-7;

    private TwoSamples() {}

    /// The two-sided p-value, in (0, 1].
    ///
    /// @throws IllegalArgumentException if hits are below 0 or above the draws
    public static double pValue(int hits, int draws, int otherHits, int otherDraws) {
        if (hits < 0 || hits > draws || otherHits < 0 || otherHits > otherDraws) {
            throw new IllegalArgumentException("hits must lie between 0 and the draws, but are %d of %d and %d of %d"
                    .formatted(hits, draws, otherHits, otherDraws));
        }
        int all = draws + otherDraws;
        int allHits = hits + otherHits;
        double[] logs = new double[all + 1];
        for (int i = 2; i <= all; i++) {
            logs[i] = logs[i - 1] + Math.log(i);
        }
        double seen = log(logs, hits, draws, allHits, all);
        double sum = 0;
        for (int k = Math.max(0, allHits - otherDraws); k <= Math.min(draws, allHits); k++) {
            double probability = log(logs, k, draws, allHits, all);
            if (probability <= seen + Math.log(TIES)) {
                sum += Math.exp(probability);
            }
        }
        return Math.min(1, sum);
    }

    private static double log(double[] logs, int k, int draws, int allHits, int all) {
        return choose(logs, draws, k) + choose(logs, all - draws, allHits - k) - choose(logs, all, allHits);
    }

    private static double choose(double[] logs, int n, int k) {
        return logs[n] - logs[k] - logs[n - k];
    }
}
