package dev.assay.core.claim;

/// A Beta(a, b) distribution over rates, by which an e-process bets on what the rate may be.
///
/// @param a first shape, above 0
/// @param b second shape, above 0
public record BetaMixture(double a, double b) {
    public BetaMixture {
        if (!(a > 0) || !(b > 0) || Double.isInfinite(a) || Double.isInfinite(b)) {
            throw new IllegalArgumentException(
                    "Beta(" + a + ", " + b + ") is no distribution: both shapes must be finite and above 0.");
        }
    }

    /// ln E against H0 "the rate is at least `rate`" after `hits` hits in `draws` draws, with this mixture
    /// truncated to [0, rate]: ln B(a+k, b+n-k) - ln B(a, b) + ln I_rate(a+k, b+n-k) - ln I_rate(a, b) - k
    /// ln rate - (n-k) ln(1-rate).
    ///
    /// @throws IllegalArgumentException unless 0 < rate < 1 and 0 <= hits <= draws
    public double logAgainstAtLeast(int hits, int draws, double rate) {
        check(hits, draws, rate);
        return SpecialFunctions.logLowerBeta(rate, a + hits, b + draws - hits)
                - SpecialFunctions.logLowerBeta(rate, a, b)
                - logLikelihood(hits, draws, rate);
    }

    /// ln E against H0 "the rate is at most `rate`", with this mixture truncated to [rate, 1]: as {@link
    /// #logAgainstAtLeast}, with the swapped ln I_(1-rate)(b+n-k, a+k) - ln I_(1-rate)(b, a).
    ///
    /// @throws IllegalArgumentException unless 0 < rate < 1 and 0 <= hits <= draws
    public double logAgainstAtMost(int hits, int draws, double rate) {
        check(hits, draws, rate);
        return SpecialFunctions.logUpperBeta(rate, a + hits, b + draws - hits)
                - SpecialFunctions.logUpperBeta(rate, a, b)
                - logLikelihood(hits, draws, rate);
    }

    /// ln E against H0 "the rate is `rate`", with the whole mixture (Robbins 1970): ln B(a+k, b+n-k) - ln
    /// B(a, b) - k ln rate - (n-k) ln(1-rate).
    ///
    /// @throws IllegalArgumentException unless 0 < rate < 1 and 0 <= hits <= draws
    public double logAgainstExactly(int hits, int draws, double rate) {
        check(hits, draws, rate);
        return SpecialFunctions.logBeta(a + hits, b + draws - hits)
                - SpecialFunctions.logBeta(a, b)
                - logLikelihood(hits, draws, rate);
    }

    private static double logLikelihood(int hits, int draws, double rate) {
        return hits * Math.log(rate) + (draws - hits) * Math.log1p(-rate);
    }

    private static void check(int hits, int draws, double rate) {
        Counts.check(hits, draws);
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException("Rate " + rate + " is outside (0, 1).");
        }
    }
}
