package dev.assay.core.claim;

import java.util.Optional;

/// The sequential test of a {@link PairedRule}.
final class PairedTest implements SequentialTest {
    private final PairedRule rule;
    private final PairedBets less;
    private final PairedBets greater;
    private int plus;
    private int minus;
    private int zero;
    private int errored;
    private double logPass;
    private double logFail;
    private boolean reversed;
    private Optional<Verdict> verdict = Optional.empty();

    PairedTest(PairedRule rule) {
        this.rule = rule;
        less = PairedBets.less(rule.bar());
        greater = PairedBets.greater(rule.bar());
    }

    @Override
    public void add(Outcome outcome) {
        if (verdict.isPresent()) {
            return;
        }
        switch (outcome) {
            case CLEAN -> zero++;
            case HIT -> plus++;
            case REVERSE -> minus++;
            case ERRORED -> errored++;
            case EXCLUDED -> {
                return;
            }
        }
        decide();
    }

    private void decide() {
        logPass = Math.min(less.logE(plus + errored, zero, minus), less.logE(minus + errored, zero, plus));
        logFail = greater.logE(plus, zero, minus + errored);
        double threshold = rule.threshold();
        if (logPass >= threshold) {
            verdict = Optional.of(Verdict.PASS);
        } else if (logFail >= threshold) {
            verdict = Optional.of(Verdict.FAIL);
        } else if (greater.logE(minus, zero, plus + errored) >= threshold) {
            reversed = true;
            verdict = Optional.of(Verdict.INCONCLUSIVE);
        } else if (draws() >= rule.cap()) {
            verdict = Optional.of(Verdict.INCONCLUSIVE);
        }
    }

    @Override
    public Optional<Verdict> verdict() {
        return verdict;
    }

    @Override
    public int draws() {
        return plus + minus + zero + errored;
    }

    @Override
    public int hits() {
        return plus;
    }

    @Override
    public int reverses() {
        return minus;
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
        return false;
    }

    @Override
    public String stopReason() {
        String seen = Counts.count(plus, "hit") + " and " + Counts.count(minus, "reverse") + " in "
                + Counts.count(draws(), "pair") + (errored == 0 ? "" : " (" + errored + " of them errored)");
        String needed = Counts.evidence(rule.threshold());
        String bar = Counts.points(rule.bar());
        if (verdict.isEmpty()) {
            return "Not decided after " + seen + ": the evidence for a pass is " + Counts.evidence(logPass)
                    + " and for a fail " + Counts.evidence(logFail) + ", of " + needed + " needed.";
        }
        return switch (verdict.get()) {
            case PASS ->
                "With " + seen + ", the evidence for a gap under " + bar + " in both directions reached "
                        + Counts.evidence(logPass) + " (" + needed + " needed).";
            case FAIL ->
                "With " + seen + ", the evidence for a gap over " + bar + " reached " + Counts.evidence(logFail) + " ("
                        + needed + " needed).";
            case INCONCLUSIVE ->
                reversed
                        ? "With " + seen + ", a gap over " + bar
                                + " in the reverse direction is shown, which is neither a pass nor this claim's failure."
                        : "The cap of " + Counts.count(rule.cap(), "pair") + " was reached with " + seen
                                + ", and neither verdict had its evidence.";
        };
    }
}
