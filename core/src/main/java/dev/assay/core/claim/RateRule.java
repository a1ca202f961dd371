package dev.assay.core.claim;

/// The rule of a rate claim "the behaviour happens in less than `bar` of the draws": three e-processes on
/// independent outcomes, looked at after every draw. Also the rule of a survival claim, on whole episodes.
///
/// - *Pass*: H0 "rate >= passBar", mixture Beta(1, 10/passBar) truncated to [0, passBar].
/// - *Fail*: H0 "rate <= failBar", mixture Beta(0.75, 3) truncated to [failBar, 1].
/// - *Futility*, which ends as inconclusive: when **both** "rate <= 0.2 passBar" and "rate >= 3 failBar"
///   are rejected by likelihood ratios (against passBar and failBar) of at least 1/beta, or at the cap.
///   Where 3 failBar is 1 or more, only the cap ends a claim.
///
/// Each verdict needs an e-value of claims / alpha x thresholdFactor; by Ville's inequality a wrong `pass`
/// and a wrong `fail` then each have a chance of at most alpha, over all claims of the plan, wherever one
/// stops.
///
/// *Errored* draws are the worst case of each test: a hit against `pass` and against rejecting "rate >= 3
/// failBar", and clean against `fail` and against rejecting "rate <= 0.2 passBar". So no verdict, and no
/// early giving up, rests on an answer that was never given; a target that only errs ends inconclusive at
/// the cap.
///
/// Source: design section 6; Ville 1939; Robbins 1970; Waudby-Smith & Ramdas 2024; values in
/// `eprocess_rate_claims.json`.
///
/// @param bar the rate p0 that the claim names, in (0, 1)
/// @param alpha error bound of the whole plan, in (0, 1)
/// @param claims number of claims of the plan, at least 1
/// @param beta error bound of futility, in (0, 1); default .05
/// @param cap most draws; default 20/bar, rounded up
/// @param passBar rate tested for `pass`; the bar itself unless a judge misses cases
/// @param failBar rate tested for `fail`; the bar itself unless a judge raises false flags
/// @param passMixture bets of the pass test
/// @param failMixture bets of the fail test
/// @param thresholdFactor multiplies the e-value that is needed; 1, or the number of candidates that are
///     confirmed
/// @param failOnly whether `pass` is never concluded (see {@link #confirming})
public record RateRule(
        double bar,
        double alpha,
        int claims,
        double beta,
        int cap,
        double passBar,
        double failBar,
        BetaMixture passMixture,
        BetaMixture failMixture,
        double thresholdFactor,
        boolean failOnly)
        implements ClaimRule {
    static final double GOOD = 0.2;
    static final double BAD = 3;
    private static final BetaMixture FAIL = new BetaMixture(0.75, 3);

    public RateRule {
        Counts.checkShare(bar, "The bar");
        Counts.checkShare(alpha, "Alpha");
        Counts.checkShare(beta, "Beta");
        Counts.checkShare(passBar, "The bar for pass");
        Counts.checkShare(failBar, "The bar for fail");
        if (passBar > bar || failBar < bar) {
            throw new IllegalArgumentException("The bars for pass (" + passBar + ") and fail (" + failBar
                    + ") must enclose the claim's bar (" + bar + ").");
        }
        if (claims < 1) {
            throw new IllegalArgumentException("A plan of " + claims + " claims: there must be at least one.");
        }
        if (cap < 1) {
            throw new IllegalArgumentException("A cap of " + cap + " draws: there must be at least one.");
        }
        if (!(thresholdFactor >= 1) || Double.isInfinite(thresholdFactor)) {
            throw new IllegalArgumentException("Threshold factor " + thresholdFactor + " must be at least 1.");
        }
    }

    /// The rule with its defaults: beta .05, cap 20/bar, the mixtures above.
    ///
    /// @throws IllegalArgumentException if the bar or alpha is outside (0, 1) or there is no claim
    public static RateRule of(double bar, double alpha, int claims) {
        Counts.checkShare(bar, "The bar");
        int cap = (int) Math.min(1_000_000, Math.ceil(20 / bar - 1e-9));
        return new RateRule(bar, alpha, claims, 0.05, cap, bar, bar, new BetaMixture(1, 10 / bar), FAIL, 1, false);
    }

    /// The same rule with another cap.
    public RateRule withCap(int newCap) {
        return new RateRule(
                bar,
                alpha,
                claims,
                beta,
                newCap,
                passBar,
                failBar,
                passMixture,
                failMixture,
                thresholdFactor,
                failOnly);
    }

    /// The test that confirms one of `candidates` candidates of an existence claim on fresh prompts: `fail`
    /// means confirmed, at claims / alpha x candidates, so that the chance of confirming any candidate that
    /// does not work stays within alpha. `pass` is never concluded; `inconclusive` means not confirmed, at
    /// the cap or as soon as "rate >= 3 bar" is rejected at 1/beta.
    ///
    /// @throws IllegalArgumentException if there is no candidate
    public RateRule confirming(int candidates) {
        if (candidates < 1) {
            throw new IllegalArgumentException(candidates + " candidates to confirm: there must be at least one.");
        }
        return new RateRule(
                bar, alpha, claims, beta, cap, passBar, failBar, passMixture, failMixture, candidates, true);
    }

    /// The rule for flags of a judge that finds at least `sensitivityLower` of the cases and flags at most
    /// `falsePositiveUpper` of the others: `pass` is tested at bar x sensitivityLower (false flags only
    /// hurt the model), `fail` at bar + (1 - bar) x falsePositiveUpper, the largest flag rate that a model
    /// at the bar can show.
    ///
    /// @throws IllegalArgumentException if a limit is outside [0, 1] or the bars that follow are no rates
    public RateRule forJudge(double sensitivityLower, double falsePositiveUpper) {
        double newPassBar = bar * sensitivityLower;
        double newFailBar = bar + (1 - bar) * falsePositiveUpper;
        Counts.checkShare(newPassBar, "The bar for pass under this judge");
        return new RateRule(
                bar,
                alpha,
                claims,
                beta,
                cap,
                newPassBar,
                newFailBar,
                new BetaMixture(passMixture.a(), 10 / newPassBar),
                failMixture,
                thresholdFactor,
                failOnly);
    }

    @Override
    public double threshold() {
        return Math.log(claims / alpha * thresholdFactor);
    }

    @Override
    public SequentialTest start() {
        return new RateTest(this);
    }

    /// A fresh test on cluster means, for draws that share a goal. The cap then counts clusters.
    public ClusterTest startClusters() {
        return new ClusterTest(this);
    }

    /// ln E for `pass` after `hits` hits in `draws` draws.
    public double logPass(int hits, int draws) {
        return passMixture.logAgainstAtLeast(hits, draws, passBar);
    }

    /// ln E for `fail` after `hits` hits in `draws` draws.
    public double logFail(int hits, int draws) {
        return failMixture.logAgainstAtMost(hits, draws, failBar);
    }

    /// ln of the likelihood ratio against "rate <= 0.2 passBar": a good model.
    double logNotGood(int hits, int draws) {
        double good = GOOD * passBar;
        return hits * Math.log(passBar / good) + (draws - hits) * (Math.log1p(-passBar) - Math.log1p(-good));
    }

    /// ln of the likelihood ratio against "rate >= 3 failBar": a clearly bad model; minus infinity if 3
    /// failBar >= 1.
    double logNotBad(int hits, int draws) {
        double bad = BAD * failBar;
        return bad >= 1
                ? Double.NEGATIVE_INFINITY
                : hits * Math.log(failBar / bad) + (draws - hits) * (Math.log1p(-failBar) - Math.log1p(-bad));
    }

    /// Smallest number of draws that passes with `hits` hits: 327 for no hit at 1 % with one claim, 573
    /// with ten. Not limited by the cap: a plan compares the two.
    ///
    /// @throws IllegalArgumentException if hits is negative
    public int drawsToPass(int hits) {
        Counts.check(hits, hits);
        int low = hits;
        int high = Math.max(1, hits);
        while (logPass(hits, high) < threshold()) {
            low = high;
            high = Math.multiplyExact(high, 2);
        }
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (logPass(hits, middle) >= threshold()) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /// Smallest number of clean draws that passes.
    public int cleanDrawsToPass() {
        return drawsToPass(0);
    }
}
