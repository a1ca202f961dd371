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
///
/// Hits and draws are those scored. The interval covers the errored draws too, at their worst: for its lower
/// limit each was clean (of a pair: the other way round), for its upper limit each was a hit.
final class Estimates {

    private Estimates() {}

    private record Tally(int hits, int reverses, int scored, int errored) {
        static Tally of(List<SampleRecord> samples) {
            int hits = 0;
            int reverses = 0;
            int scored = 0;
            int errored = 0;
            for (SampleRecord sample : samples) {
                Outcome outcome = sample.outcome();
                hits += outcome == Outcome.HIT ? 1 : 0;
                reverses += outcome == Outcome.REVERSE ? 1 : 0;
                scored += outcome == Outcome.EXCLUDED || outcome == Outcome.ERRORED ? 0 : 1;
                errored += outcome == Outcome.ERRORED ? 1 : 0;
            }
            return new Tally(hits, reverses, scored, errored);
        }

        int all() {
            return scored + errored;
        }

        double value() {
            return (double) net() / scored;
        }

        /// What a method says of the errored draws, if there are any.
        String said(String method) {
            return errored == 0
                    ? method
                    : method + "; " + errored + " errored counted as clean for the lower limit and as "
                            + (errored == 1 ? "a hit" : "hits") + " for the upper";
        }

        String saidOfPairs(String method) {
            return errored == 0
                    ? method
                    : method + "; " + errored + " errored counted as -1 for the lower limit and as +1 for the upper";
        }

        /// Clopper-Pearson limits of the share of hits.
        Interval exact(double confidence) {
            return widest(
                    Intervals.clopperPearson(hits, all(), confidence),
                    Intervals.clopperPearson(hits + errored, all(), confidence));
        }

        /// Limits of the share of hits that hold at any stop.
        Interval atAnyStop(double bar, double alpha) {
            return widest(
                    Intervals.mixture(hits, all(), bar, alpha), Intervals.mixture(hits + errored, all(), bar, alpha));
        }

        private static Interval widest(Interval least, Interval most) {
            return new Interval(least.low(), most.high());
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
                ? tally.exact(1 - share(plan))
                : tally.atAnyStop(plan.bar(), share(plan));
        String method = onFresh
                ? "Clopper-Pearson on " + tally.scored() + " fresh draws after the stop"
                : "mixture Beta(1, 1/bar), valid at any stop, on the deciding draws";
        return new Estimate(
                tally.hits(),
                tally.scored(),
                tally.value(),
                interval.low(),
                interval.high(),
                upper,
                test.hits(),
                test.draws(),
                1 - share(plan),
                tally.said(method));
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
            double confidence = 1 - half;
            int plus = tally.hits();
            int minus = tally.reverses();
            int lost = tally.errored();
            int all = tally.all();
            gap = new Interval(
                    Intervals.clopperPearson(plus, all, confidence).low()
                            - Intervals.clopperPearson(minus + lost, all, confidence).high(),
                    Intervals.clopperPearson(plus + lost, all, confidence).high()
                            - Intervals.clopperPearson(minus, all, confidence).low());
            method = "Clopper-Pearson limits of both kinds of discordant pairs, subtracted, on " + tally.scored()
                    + " fresh pairs after the stop";
        } else {
            int zero = tally.scored() - tally.hits() - tally.reverses();
            int plus = tally.hits();
            int minus = tally.reverses();
            int lost = tally.errored();
            gap = new Interval(
                    BettingInterval.ofPairs(plus, zero, minus + lost, share(plan)).low(),
                    BettingInterval.ofPairs(plus + lost, zero, minus, share(plan)).high());
            method = "betting interval, valid at any stop, on the deciding pairs";
        }
        return new Estimate(
                tally.net(),
                tally.scored(),
                tally.value(),
                gap.low(),
                gap.high(),
                gapBound(test, plan),
                test.hits() - test.reverses(),
                test.draws(),
                1 - share(plan),
                tally.saidOfPairs(method));
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
        Tally tally = onFresh ? fresh : Tally.of(ruling.deciding()
                        .subList(ruling.confirmations().getLast().from(), ruling.confirmations().getLast().to()));
        Interval interval = onFresh ? tally.exact(confidence) : tally.atAnyStop(plan.bar(), share(plan));
        return new Estimate(
                tally.hits(),
                tally.scored(),
                tally.value(),
                interval.low(),
                interval.high(),
                Double.NaN,
                ruling.hits(),
                ruling.drawn(),
                confidence,
                tally.said(
                        onFresh
                                ? "Clopper-Pearson on " + tally.scored() + " fresh requests with the confirmed candidate"
                                : "mixture Beta(1, 1/bar), valid at any stop, on the confirming requests"));
    }
}
