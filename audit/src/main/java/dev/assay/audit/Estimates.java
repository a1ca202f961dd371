package dev.assay.audit;

import dev.assay.audit.ruling.DrawRuling;
import dev.assay.audit.ruling.Ruling;
import dev.assay.audit.ruling.SearchRuling;
import dev.assay.core.audit.ClaimResult.Estimate;
import dev.assay.core.claim.BettingInterval;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import java.util.List;

/// How often, with an interval. After a fail Clopper-Pearson on the fresh draws alone; else the limits
/// that hold at any stopping time. Joint over the claims of the plan: confidence 1 - alpha / m.
final class Estimates {

    private Estimates() {}

    private record Tally(int hits, int reverses, int scored) {
        static Tally of(List<SampleRecord> samples) {
            int hits = 0;
            int reverses = 0;
            int scored = 0;
            for (SampleRecord sample : samples) {
                Outcome outcome = sample.outcome();
                hits += outcome == Outcome.HIT ? 1 : 0;
                reverses += outcome == Outcome.REVERSE ? 1 : 0;
                scored += outcome == Outcome.EXCLUDED || outcome == Outcome.ERRORED ? 0 : 1;
            }
            return new Tally(hits, reverses, scored);
        }

        int net() {
            return hits - reverses;
        }
    }

    static Estimate of(Ruling ruling) {
        return switch (ruling) {
            case SearchRuling search -> search(search);
            case DrawRuling draws -> draws.plan().kind() == ClaimKind.PAIRED ? paired(draws) : rate(draws);
        };
    }

    private static double share(ClaimPlan plan) {
        return plan.alpha() / plan.claims();
    }

    private static Estimate rate(DrawRuling ruling) {
        ClaimPlan plan = ruling.plan();
        SequentialTest test = ruling.test();
        double upper = Intervals.upperBound(test.hits() + test.errored(), test.draws(), (RateRule) plan.rule());
        boolean failed = ruling.verdict().filter(v -> v == Verdict.FAIL).isPresent();
        Tally fresh = Tally.of(ruling.estimating());
        boolean onFresh = failed && fresh.scored() > 0;
        Tally tally = onFresh ? fresh : Tally.of(ruling.deciding());
        Interval interval = onFresh
                ? Intervals.clopperPearson(tally.hits(), tally.scored(), 1 - share(plan))
                : Intervals.mixture(tally.hits(), tally.scored(), plan.bar(), share(plan));
        String method = onFresh
                ? "Clopper-Pearson on " + tally.scored() + " fresh draws after the stop"
                : "mixture Beta(1, 1/bar), valid at any stop, on the deciding draws";
        return new Estimate(
                tally.hits(),
                tally.scored(),
                (double) tally.hits() / tally.scored(),
                interval.low(),
                interval.high(),
                upper,
                test.hits(),
                test.draws(),
                1 - share(plan),
                method);
    }

    private static Estimate paired(DrawRuling ruling) {
        ClaimPlan plan = ruling.plan();
        SequentialTest test = ruling.test();
        boolean failed = ruling.verdict().filter(v -> v == Verdict.FAIL).isPresent();
        Tally fresh = Tally.of(ruling.estimating());
        boolean onFresh = failed && fresh.scored() > 0;
        Tally tally = onFresh ? fresh : Tally.of(ruling.deciding());
        double half = share(plan) / 2;
        Interval gap;
        String method;
        if (onFresh) {
            Interval plus = Intervals.clopperPearson(tally.hits(), tally.scored(), 1 - half);
            Interval minus = Intervals.clopperPearson(tally.reverses(), tally.scored(), 1 - half);
            gap = new Interval(plus.low() - minus.high(), plus.high() - minus.low());
            method = "Clopper-Pearson limits of both kinds of discordant pairs, subtracted, on " + tally.scored()
                    + " fresh pairs after the stop";
        } else {
            int zero = tally.scored() - tally.hits() - tally.reverses();
            gap = BettingInterval.ofPairs(tally.hits(), zero, tally.reverses(), share(plan));
            method = "betting interval, valid at any stop, on the deciding pairs";
        }
        return new Estimate(
                tally.net(),
                tally.scored(),
                (double) tally.net() / tally.scored(),
                gap.low(),
                gap.high(),
                gapBound(test, plan),
                test.hits() - test.reverses(),
                test.draws(),
                1 - share(plan),
                method);
    }

    /// The smallest bar that the deciding pairs pass, in both directions: below the bar exactly when the
    /// claim passes.
    private static double gapBound(SequentialTest test, ClaimPlan plan) {
        int plus = test.hits() + test.errored();
        int minus = test.reverses() + test.errored();
        int zero = test.draws() - test.hits() - test.reverses() - test.errored();
        double low = 0;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double middle = (low + high) / 2;
            PairedRule rule = PairedRule.of(middle, plan.alpha(), plan.claims());
            boolean passes = rule.logLess(plus, zero, minus) >= rule.threshold()
                    && rule.logLess(minus, zero, plus) >= rule.threshold();
            if (passes) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private static Estimate search(SearchRuling ruling) {
        ClaimPlan plan = ruling.plan();
        int candidates = plan.search().orElseThrow().candidates().size();
        double confidence = 1 - share(plan);
        boolean failed = ruling.verdict().filter(v -> v == Verdict.FAIL).isPresent();
        if (!failed) {
            int searched = Math.min(candidates, ruling.deciding().size());
            return new Estimate(
                    0,
                    searched,
                    searched == 0 ? Double.NaN : 0,
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    0,
                    searched,
                    confidence,
                    "none of " + searched + " candidates confirmed; a search has no interval");
        }
        Tally fresh = Tally.of(ruling.estimating());
        boolean onFresh = fresh.scored() > 0;
        int hits = onFresh ? fresh.hits() : ruling.hits();
        int draws = onFresh ? fresh.scored() : ruling.drawn();
        Interval interval = onFresh
                ? Intervals.clopperPearson(hits, draws, confidence)
                : Intervals.mixture(hits, draws, plan.bar(), share(plan));
        return new Estimate(
                hits,
                draws,
                (double) hits / draws,
                interval.low(),
                interval.high(),
                Double.NaN,
                ruling.hits(),
                ruling.drawn(),
                confidence,
                onFresh
                        ? "Clopper-Pearson on " + draws + " fresh requests with the confirmed candidate"
                        : "mixture Beta(1, 1/bar), valid at any stop, on the confirming requests");
    }
}
