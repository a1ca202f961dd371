package dev.assay.core.claim;

/// Intervals for a rate. After a sequential stop use {@link #upperBound} (the headline of a rate claim) and
/// {@link #mixture}; Clopper-Pearson holds only where the number of draws was fixed beforehand, as for the
/// fresh draws after a failure. There is no Wald interval here, and no Wilson: near zero they cover far
/// less than they say.
public final class Intervals {
    private Intervals() {}

    /// The two-sided Clopper-Pearson interval: each side errs with (1 - confidence)/2 at most. No draws
    /// give [0, 1].
    ///
    /// Source: Clopper & Pearson 1934; limits are Beta quantiles, I_low(k, n-k+1) = tail = 1 - I_high(k+1,
    /// n-k).
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws and confidence is in (0, 1)
    public static Interval clopperPearson(int hits, int draws, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        double tail = (1 - confidence) / 2;
        return new Interval(lowerLimit(hits, draws, tail), upperLimit(hits, draws, tail));
    }

    /// The two-sided Clopper-Pearson interval of a share over a number of draws that need not be whole, as
    /// where draws that are not independent are counted as fewer that are. Source: the Beta quantiles of
    /// {@link #clopperPearson} at real counts, Korn and Graubard 1998.
    ///
    /// @param share in [0, 1]
    /// @param draws above 0
    /// @throws IllegalArgumentException if one lies out of its range, or confidence out of (0, 1)
    static Interval clopperPearsonAt(double share, double draws, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        if (!(share >= 0 && share <= 1) || !(draws > 0)) {
            throw new IllegalArgumentException(
                    "A share must be in [0, 1] and the draws above 0, but are " + share + " and " + draws + ".");
        }
        double wanted = Math.log((1 - confidence) / 2);
        double hits = share * draws;
        double low = share == 0
                ? 0
                : Roots.boundary(
                        x -> SpecialFunctions.logRegularizedBeta(x, hits, draws - hits + 1) >= wanted, 0, share);
        double high = share == 1
                ? 1
                : Roots.boundary(
                        x -> SpecialFunctions.logRegularizedUpperBeta(x, hits + 1, draws - hits) <= wanted, share, 1);
        return new Interval(low, high);
    }

    /// The one-sided upper Clopper-Pearson limit: .02951 for 0 of 100 at .95.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws and confidence is in (0, 1)
    public static double clopperPearsonUpper(int hits, int draws, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        return upperLimit(hits, draws, 1 - confidence);
    }

    /// The one-sided lower Clopper-Pearson limit.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws and confidence is in (0, 1)
    public static double clopperPearsonLower(int hits, int draws, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        return lowerLimit(hits, draws, 1 - confidence);
    }

    private static double lowerLimit(int hits, int draws, double tail) {
        Counts.check(hits, draws);
        if (hits == 0) {
            return 0;
        }
        double wanted = Math.log(tail);
        return Roots.boundary(x -> SpecialFunctions.logRegularizedBeta(x, hits, draws - hits + 1.0) >= wanted, 0, 1);
    }

    private static double upperLimit(int hits, int draws, double tail) {
        Counts.check(hits, draws);
        if (hits == draws) {
            return 1;
        }
        double wanted = Math.log(tail);
        return Roots.boundary(
                x -> SpecialFunctions.logRegularizedUpperBeta(x, hits + 1.0, draws - hits) <= wanted, 0, 1);
    }

    /// The two-sided interval that holds at any stopping time: the rates that the whole mixture Beta(1,
    /// 1/bar) does not reject at 1/alpha. For m claims together pass alpha/m. No draws give [0, 1].
    ///
    /// Source: Robbins 1970; method B of `stopped_intervals.json`.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws and bar and alpha are in (0, 1)
    public static Interval mixture(int hits, int draws, double bar, double alpha) {
        Counts.checkShare(bar, "The bar");
        return mixture(hits, draws, new BetaMixture(1, 1 / bar), alpha);
    }

    /// As {@link #mixture(int, int, double, double)} with a mixture of one's own.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws and alpha is in (0, 1)
    public static Interval mixture(int hits, int draws, BetaMixture mixture, double alpha) {
        Counts.check(hits, draws);
        Counts.checkShare(alpha, "Alpha");
        if (draws == 0) {
            return new Interval(0, 1);
        }
        double threshold = -Math.log(alpha);
        double peak = (double) hits / draws;
        double low =
                hits == 0 ? 0 : Roots.boundary(m -> mixture.logAgainstExactly(hits, draws, m) < threshold, 0, peak);
        double high = hits == draws
                ? 1
                : Roots.boundary(m -> m >= 1 || mixture.logAgainstExactly(hits, draws, m) >= threshold, peak, 1);
        return new Interval(low, high);
    }

    /// The one-sided upper bound of the claim's own pass mixture, at the claim's own error: below the bar
    /// exactly when the claim passes. Under a judge (see {@link RateRule#forJudge}) the bound of the flag
    /// rate is divided by the judge's lowest sensitivity. Give errored draws as hits, as the pass test
    /// does.
    ///
    /// Source: method A of `stopped_intervals.json`, sup of the m with ln E_pass(n, k; m) < ln(m
    /// claims/alpha).
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws
    public static double upperBound(int hits, int draws, RateRule rule) {
        double flags = upperBound(hits, draws, rule.passMixture(), rule.threshold());
        return Math.min(1, flags * rule.bar() / rule.passBar());
    }

    /// The upper bound of a decision of that rule, its errored draws counted as hits.
    public static double upperBound(Decision decision, RateRule rule) {
        return upperBound(decision.hits() + decision.errored(), decision.draws(), rule);
    }

    /// The one-sided lower bound of the claim's own fail mixture: above the fail bar exactly when the claim
    /// fails. Under a judge it bounds the rate of flags, not of the behaviour.
    ///
    /// @throws IllegalArgumentException unless 0 <= hits <= draws
    public static double lowerBound(int hits, int draws, RateRule rule) {
        return lowerBound(hits, draws, rule.failMixture(), rule.threshold());
    }

    static double upperBound(int hits, int draws, BetaMixture mixture, double threshold) {
        Counts.check(hits, draws);
        return hits == draws
                ? 1
                : Roots.boundary(m -> m >= 1 || mixture.logAgainstAtLeast(hits, draws, m) >= threshold, 0, 1);
    }

    static double lowerBound(int hits, int draws, BetaMixture mixture, double threshold) {
        Counts.check(hits, draws);
        return hits == 0 ? 0 : Roots.boundary(m -> mixture.logAgainstAtMost(hits, draws, m) < threshold, 0, 1);
    }
}
