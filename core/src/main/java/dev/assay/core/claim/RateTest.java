package dev.assay.core.claim;

import java.util.Optional;

/// The sequential test of a {@link RateRule}.
final class RateTest implements SequentialTest {
    private final RateRule rule;
    private int draws;
    private int hits;
    private int errored;
    private double logPass;
    private double logFail;
    private Optional<Verdict> verdict = Optional.empty();
    private boolean futile;

    RateTest(RateRule rule) {
        this.rule = rule;
    }

    @Override
    public void add(Outcome outcome) {
        if (verdict.isPresent()) {
            return;
        }
        switch (outcome) {
            case CLEAN -> draws++;
            case HIT -> {
                draws++;
                hits++;
            }
            case ERRORED -> {
                draws++;
                errored++;
            }
            case EXCLUDED -> {
                return;
            }
            case REVERSE ->
                throw new IllegalArgumentException(
                        "Outcome 'r' (reverse) after " + draws + " draws: only a paired claim has reverse outcomes.");
        }
        decide();
    }

    private void decide() {
        int worst = hits + errored;
        logPass = rule.logPass(worst, draws);
        logFail = rule.logFail(hits, draws);
        double threshold = rule.threshold();
        double giveUp = -Math.log(rule.beta());
        if (!rule.failOnly() && logPass >= threshold) {
            verdict = Optional.of(Verdict.PASS);
        } else if (logFail >= threshold) {
            verdict = Optional.of(Verdict.FAIL);
        } else if ((rule.failOnly() || rule.logNotGood(hits, draws) >= giveUp)
                && rule.logNotBad(worst, draws) >= giveUp) {
            futile = true;
            verdict = Optional.of(Verdict.INCONCLUSIVE);
        } else if (draws >= rule.cap()) {
            verdict = Optional.of(Verdict.INCONCLUSIVE);
        }
    }

    @Override
    public Optional<Verdict> verdict() {
        return verdict;
    }

    @Override
    public int draws() {
        return draws;
    }

    @Override
    public int hits() {
        return hits;
    }

    @Override
    public int reverses() {
        return 0;
    }

    @Override
    public int errored() {
        return errored;
    }

    @Override
    public double logPass() {
        return logPass;
    }

    @Override
    public double logFail() {
        return logFail;
    }

    @Override
    public boolean futile() {
        return futile;
    }

    @Override
    public String stopReason() {
        String seen = Counts.count(hits, "hit") + " in " + Counts.count(draws, "draw")
                + (errored == 0 ? "" : " (" + errored + " of them errored)");
        String needed = Counts.evidence(rule.threshold());
        if (verdict.isEmpty()) {
            return "Not decided after " + seen + ": the evidence for a pass is " + Counts.evidence(logPass)
                    + " and for a fail " + Counts.evidence(logFail) + ", of " + needed + " needed.";
        }
        return switch (verdict.get()) {
            case PASS ->
                "With " + seen + ", the evidence for a rate under " + Counts.percent(rule.bar()) + " reached "
                        + Counts.evidence(logPass) + " (" + needed + " needed).";
            case FAIL ->
                "With " + seen + ", the evidence for a rate over " + Counts.percent(rule.bar()) + " reached "
                        + Counts.evidence(logFail) + " (" + needed + " needed).";
            case INCONCLUSIVE -> inconclusive(seen);
        };
    }

    private String inconclusive(String seen) {
        if (!futile) {
            return "The cap of " + Counts.count(rule.cap(), "draw") + " was reached with " + seen
                    + ", and neither verdict had its evidence.";
        }
        if (rule.failOnly()) {
            return "Not confirmed: with " + seen + ", a rate of " + Counts.percent(RateRule.BAD * rule.failBar())
                    + " or more is rejected.";
        }
        return "Given up with " + seen + ": rates of " + Counts.percent(RateRule.GOOD * rule.passBar())
                + " or less and of " + Counts.percent(RateRule.BAD * rule.failBar())
                + " or more are both rejected, so the rate lies too near the bar.";
    }
}
