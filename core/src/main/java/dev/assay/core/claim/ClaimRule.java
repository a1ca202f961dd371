package dev.assay.core.claim;

import java.util.List;

/// How a claim is decided: fixed in the plan, before the first call.
public sealed interface ClaimRule permits RateRule, PairedRule {
    /// The bar: the rate p0, or the gap d0 of a paired claim.
    double bar();

    /// Chance of a wrong `pass`, and of a wrong `fail`, over all claims of the plan together.
    double alpha();

    /// Number of claims of the plan, m: each claim needs an e-value of m/alpha.
    int claims();

    /// Most draws (pairs, episodes) before the claim ends as inconclusive; excluded outcomes do not count.
    int cap();

    /// Natural log of the e-value that a verdict needs: ln(m/alpha).
    double threshold();

    /// A fresh test.
    SequentialTest start();

    /// Decides from outcomes in plan order, stopping at the verdict. A pure function: equal outcomes give
    /// equal decisions, and what follows the verdict changes nothing.
    default Decision decide(List<Outcome> outcomes) {
        SequentialTest test = start();
        int consumed = 0;
        for (Outcome outcome : outcomes) {
            if (test.verdict().isPresent()) {
                break;
            }
            test.add(outcome);
            consumed++;
        }
        return new Decision(
                test.verdict(),
                consumed,
                test.draws(),
                test.hits(),
                test.reverses(),
                test.errored(),
                test.logPass(),
                test.logFail(),
                test.stopReason());
    }
}
