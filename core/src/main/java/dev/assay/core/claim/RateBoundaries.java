package dev.assay.core.claim;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The verdict of a {@link RateRule} as whole numbers: for each number of draws the hits at which each test
/// stops. Built by walking along the boundaries, which rise by 0 or 1 a draw, so a table costs about two
/// evaluations a draw.
final class RateBoundaries {
    private static final int MOST_KEPT = 64;
    private static final Map<RateRule, RateBoundaries> KEPT = new ConcurrentHashMap<>();

    /// Pass at this many hits or fewer; -1: at none.
    final int[] passAtMost;

    /// Fail at this many hits or more; above the number of draws: at none.
    final int[] failAtLeast;

    /// "A good model" is rejected at this many hits or more.
    final int[] notGoodAtLeast;

    /// "A bad model" is rejected at this many hits or fewer; -1: at none.
    final int[] notBadAtMost;

    private RateBoundaries(RateRule rule) {
        int cap = rule.cap();
        passAtMost = new int[cap + 1];
        failAtLeast = new int[cap + 1];
        notGoodAtLeast = new int[cap + 1];
        notBadAtMost = new int[cap + 1];
        Arrays.fill(passAtMost, -1);
        double threshold = rule.threshold();
        double giveUp = -Math.log(rule.beta());
        int pass = -1;
        int fail = 1;
        int notGood = 1;
        int notBad = -1;
        for (int n = 1; n <= cap; n++) {
            while (!rule.failOnly() && pass < n && rule.logPass(pass + 1, n) >= threshold) {
                pass++;
            }
            while (fail <= n && rule.logFail(fail, n) < threshold) {
                fail++;
            }
            while (notGood <= n && rule.logNotGood(notGood, n) < giveUp) {
                notGood++;
            }
            while (notBad < n && rule.logNotBad(notBad + 1, n) >= giveUp) {
                notBad++;
            }
            passAtMost[n] = pass;
            failAtLeast[n] = fail;
            notGoodAtLeast[n] = rule.failOnly() ? 0 : notGood;
            notBadAtMost[n] = notBad;
        }
    }

    /// The table of that rule; kept for the next caller.
    static RateBoundaries of(RateRule rule) {
        if (KEPT.size() > MOST_KEPT) {
            KEPT.clear();
        }
        return KEPT.computeIfAbsent(rule, RateBoundaries::new);
    }

    boolean futile(int hits, int draws) {
        return hits >= notGoodAtLeast[draws] && hits <= notBadAtMost[draws];
    }
}
