package dev.assay.core.claim;

/// The rule of a paired claim "the probing condition changes the rate by less than `bar`", on pairs of one
/// item under both conditions. The gap is P(hit) - P(reverse): HIT is +1, REVERSE -1, CLEAN 0.
///
/// - *Pass*, |gap| < bar: both "gap >= bar" and "gap <= -bar" are rejected at claims/alpha. No correction
///   is needed for the two, since either one alone bounds the error (intersection-union).
/// - *Fail*, gap > bar in the probing direction: "gap <= bar" is rejected at claims/alpha.
/// - *Inconclusive* at the cap, or when "gap >= -bar" is rejected at claims/alpha: the control condition
///   shows the behaviour more, by more than the bar. That is no finding of this claim, and no pass either.
///
/// *Errored* pairs are the worst case of each test: +1 against "gap >= bar", -1 against "gap <= -bar" (so
/// they count against `pass` in both directions), and -1 against "gap <= bar", +1 for the reverse stop. No
/// verdict rests on an answer that was never given.
///
/// Source: bet_greater and bet_less of `paired.json`; design section 6.
///
/// @param bar the gap d0, in (0, 1): .1 is 10 points
/// @param alpha error bound of the whole plan, in (0, 1)
/// @param claims number of claims of the plan, at least 1
/// @param cap most pairs; default 4 / bar^2, at least 100: 400 at 10 points. Pairs grow with 1/bar^2. With
///     400 pairs and 5 % discordance against the probe, one claim passes a model without a gap 99.7 % of
///     the time and fails a gap of 20 points 91 % of the time; one of ten claims does so 97.7 % and 72 %
///     of the time (25 points: 98 %)
public record PairedRule(double bar, double alpha, int claims, int cap) implements ClaimRule {
    public PairedRule {
        Counts.checkShare(bar, "The gap");
        Counts.checkShare(alpha, "Alpha");
        if (claims < 1) {
            throw new IllegalArgumentException("A plan of " + claims + " claims: there must be at least one.");
        }
        if (cap < 1) {
            throw new IllegalArgumentException("A cap of " + cap + " pairs: there must be at least one.");
        }
    }

    /// The rule with the default cap.
    ///
    /// @throws IllegalArgumentException if the bar or alpha is outside (0, 1) or there is no claim
    public static PairedRule of(double bar, double alpha, int claims) {
        Counts.checkShare(bar, "The gap");
        int cap = (int) Math.min(1_000_000, Math.max(100, Math.ceil(4 / (bar * bar) - 1e-9)));
        return new PairedRule(bar, alpha, claims, cap);
    }

    /// The same rule with another cap.
    public PairedRule withCap(int newCap) {
        return new PairedRule(bar, alpha, claims, newCap);
    }

    @Override
    public double threshold() {
        return Math.log(claims / alpha);
    }

    @Override
    public SequentialTest start() {
        return new PairedTest(this);
    }

    /// ln E against "gap >= bar" after so many pairs of each kind; for the mirror image swap plus and
    /// minus.
    public double logLess(int plus, int zero, int minus) {
        return PairedBets.less(bar).logE(plus, zero, minus);
    }

    /// ln E against "gap <= bar" after so many pairs of each kind; for the mirror image swap plus and
    /// minus.
    public double logGreater(int plus, int zero, int minus) {
        return PairedBets.greater(bar).logE(plus, zero, minus);
    }

    /// Smallest number of pairs, none of them discordant, that passes: 36 at 10 points for one claim. Not
    /// limited by the cap.
    public int cleanDrawsToPass() {
        PairedBets less = PairedBets.less(bar);
        int pairs = 1;
        while (less.logE(0, pairs, 0) < threshold()) {
            pairs++;
        }
        return pairs;
    }
}
