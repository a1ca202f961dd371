package dev.assay.core.claim;

/// What a report shows beside a paired claim: McNemar's exact test and standard errors of the difference.
/// None of them may be looked at repeatedly; the verdict is the {@link PairedRule}'s.
///
/// @param mean mean difference
/// @param pairedError sd(d)/sqrt(n), with n - 1; NaN below two pairs
/// @param unpairedError sqrt(SE_A^2 + SE_B^2), what it would be without pairing
/// @param correlation Pearson correlation of the two conditions; NaN when one does not vary
public record PairedComparison(double mean, double pairedError, double unpairedError, double correlation) {

    /// From the outcomes of the same items under both conditions. Source: Miller 2024.
    ///
    /// @throws IllegalArgumentException if the two differ in length or are empty
    public static PairedComparison of(double[] probing, double[] control) {
        int n = probing.length;
        if (n == 0 || n != control.length) {
            throw new IllegalArgumentException(
                    "Paired outcomes must be as many on both sides: " + n + " and " + control.length + ".");
        }
        double meanA = mean(probing);
        double meanB = mean(control);
        double varA = 0;
        double varB = 0;
        double cov = 0;
        for (int i = 0; i < n; i++) {
            varA += (probing[i] - meanA) * (probing[i] - meanA);
            varB += (control[i] - meanB) * (control[i] - meanB);
            cov += (probing[i] - meanA) * (control[i] - meanB);
        }
        double freedom = n - 1.0;
        double paired = n < 2 ? Double.NaN : Math.sqrt(Math.max(0, varA + varB - 2 * cov) / freedom / n);
        double unpaired = n < 2 ? Double.NaN : Math.sqrt((varA + varB) / freedom / n);
        return new PairedComparison(meanA - meanB, paired, unpaired, cov / Math.sqrt(varA * varB));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    /// McNemar's exact test on the discordant pairs, valid at a number of pairs fixed beforehand.
    ///
    /// @param twoSided min(1, 2 P(Bin(b+c, 1/2) <= min(b, c)))
    /// @param oneSided P(Bin(b+c, 1/2) >= b)
    /// @param mid two-sided less P(Bin = min(b, c)); 1 when b = c
    public record McNemar(double twoSided, double oneSided, double mid) {
        /// @param plus pairs that differ by +1, b
        /// @param minus pairs that differ by -1, c
        /// @throws IllegalArgumentException if a count is negative
        public static McNemar of(int plus, int minus) {
            Counts.check(plus, plus);
            Counts.check(minus, minus);
            int n = plus + minus;
            int least = Math.min(plus, minus);
            double twoSided = Math.min(1, 2 * halfTail(least, n));
            double mid = plus == minus ? 1 : twoSided - Math.exp(logPointHalf(least, n));
            return new McNemar(twoSided, halfTail(minus, n), mid);
        }

        /// P(Bin(n, 1/2) <= k).
        private static double halfTail(int k, int n) {
            return k >= n ? 1 : Math.exp(SpecialFunctions.logRegularizedBeta(0.5, n - k, k + 1.0));
        }

        private static double logPointHalf(int k, int n) {
            return -Math.log(n + 1) - SpecialFunctions.logBeta(k + 1.0, n - k + 1.0) - n * Math.log(2);
        }
    }

    /// ln E against "among discordant pairs, hits are no more frequent than reverses": a gap over 0, not
    /// over the bar. The fail e-process at 1/2 with Beta(1, 1) on b + c draws with b hits.
    public static double logDiscordant(int plus, int minus) {
        return new BetaMixture(1, 1).logAgainstAtMost(plus, plus + minus, 0.5);
    }
}
