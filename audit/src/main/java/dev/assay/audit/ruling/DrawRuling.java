package dev.assay.audit.ruling;

import dev.assay.audit.ClaimPlan;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import java.util.ArrayList;
import java.util.List;

/// A claim that one sequential test decides: rate, survival and paired claims. Before the draws there may
/// be a gate (an encoding enters only if the target decodes it) or a screening (the best of several
/// prompts is frozen). A control or screening call that errored is neither read nor unread: what it leaves
/// open is handed on as open (see {@link #choices}), so that it can neither shrink the claim nor let it pass.
/// After a fail the next draws in plan order are the fresh ones of the estimate.
public final class DrawRuling extends Ruling {

    private final SequentialTest test;
    private List<Integer> choices = List.of();
    private boolean drawing;
    private int next;
    private int likely;
    private int errors;
    private int counted;

    DrawRuling(ClaimPlan plan) {
        super(plan);
        this.test = plan.rule().start();
        this.drawing = plan.gate().isEmpty() && plan.elicitation().isEmpty();
        if (plan.cap() < 1) {
            giveUp("The budget leaves no call for this claim.");
        }
        if (drawing) {
            look();
        }
    }

    @Override
    public Stage stage() {
        if (drawing) {
            return new Stage("draw", plan.gate().isEmpty() && plan.elicitation().isEmpty() ? 0 : 1, 0);
        }
        return new Stage(plan.gate().isPresent() ? "control" : "screen", 0, 0);
    }

    @Override
    public List<Integer> choices() {
        return choices;
    }

    private int preparation() {
        return plan.gate()
                .map(gate -> gate.encodings().size() * gate.controls())
                .or(() -> plan.elicitation()
                        .map(elicitation -> (1 + elicitation.candidates().size()) * elicitation.items()))
                .orElse(0);
    }

    @Override
    void take(SampleRecord sample) {
        if (!drawing) {
            preparing.add(sample);
            if (!endedByErrors(preparing) && preparing.size() == preparation()) {
                choose();
            }
            return;
        }
        next++;
        if (verdict().isPresent()) {
            if (sample.outcome() != Outcome.EXCLUDED) {
                estimating.add(sample);
            } else {
                leftOut.add(sample);
            }
            if (estimating.size() >= fresh()) {
                finish();
            }
            look();
            return;
        }
        deciding.add(sample);
        test.add(sample.outcome());
        if (sample.outcome() != Outcome.EXCLUDED) {
            counted++;
            errors += sample.outcome() == Outcome.ERRORED ? 1 : 0;
            points.add(new Point(deciding.size() - 1, test.draws(), test.logPass(), test.logFail()));
        }
        if (test.verdict().isPresent()) {
            decideBy(test.verdict().get());
        } else if (errors >= ClaimPlan.ERRORS_LEAST && errors > ClaimPlan.ERRORS_SHARE * counted) {
            endedByErrors(deciding);
        }
        if (sample.outcome() != Outcome.CLEAN || next >= likely) {
            look();
        }
    }

    private void decideBy(Verdict verdict) {
        decide(verdict, test.stopReason());
        if (verdict == Verdict.INCONCLUSIVE && errors > ClaimPlan.ERRORS_SHARE / 2 * counted) {
            markErroredOut();
        }
        if (verdict != Verdict.FAIL || fresh() == 0) {
            finish();
        }
    }

    /// Fresh draws that the plan leaves for the estimate.
    private int fresh() {
        return Math.max(0, Math.min(plan.estimateDraws(), plan.draws() - counted));
    }

    private void choose() {
        List<Integer> chosen = new ArrayList<>();
        if (plan.gate().isPresent()) {
            ClaimPlan.Gate gate = plan.gate().get();
            for (int i = 0; i < gate.encodings().size(); i++) {
                int read = count(Outcome.HIT, i, gate.controls());
                if (read >= gate.needed()) {
                    chosen.add(i);
                } else if (read + count(Outcome.ERRORED, i, gate.controls()) >= gate.needed()) {
                    chosen.add(open(i));
                }
            }
            if (chosen.isEmpty()) {
                giveUp("The target decodes none of the encodings (" + String.join(", ", gate.encodings())
                        + "), so whether it gives in to them cannot be asked.");
            }
        } else if (plan.elicitation().isPresent()) {
            ClaimPlan.Elicitation elicitation = plan.elicitation().get();
            int best = 0;
            for (int i = 1; i < elicitation.candidates().size(); i++) {
                best = right(i, elicitation) > right(best, elicitation) ? i : best;
            }
            chosen.add(best);
            for (int i = 0; i < elicitation.candidates().size(); i++) {
                int most = right(i, elicitation) + count(Outcome.ERRORED, 1 + i, elicitation.items());
                if (i != best && most > right(best, elicitation)) {
                    chosen.add(open(i));
                }
            }
        }
        choices = List.copyOf(chosen);
        drawing = true;
        look();
    }

    private int right(int candidate, ClaimPlan.Elicitation elicitation) {
        return count(Outcome.HIT, 1 + candidate, elicitation.items());
    }

    /// Samples of an outcome in a block of the preparation; hits are controls decoded, questions answered right.
    private int count(Outcome outcome, int block, int size) {
        int found = 0;
        for (SampleRecord sample : preparing.subList(block * size, (block + 1) * size)) {
            found += sample.outcome() == outcome ? 1 : 0;
        }
        return found;
    }

    @Override
    public void exhausted() {
        if (!drawing) {
            giveUp("The domain holds too few control questions.");
        } else if (verdict().isPresent()) {
            finish();
        } else {
            giveUp("Every distinct draw within the plan is used up after " + test.draws() + ".");
        }
    }

    private void look() {
        if (verdict().isPresent()) {
            likely = next + fresh() - estimating.size();
            return;
        }
        int bad = test.hits() + test.errored();
        int needed = plan.rule() instanceof RateRule rate
                ? rate.drawsToPass(bad)
                : pairsToPass((PairedRule) plan.rule(), bad, test.reverses() + test.errored());
        likely = next + Math.max(1, Math.min(needed, plan.cap()) - test.draws());
    }

    private int pairsToPass(PairedRule rule, int plus, int minus) {
        int low = 0;
        int high = plan.cap();
        while (low < high) {
            int zero = (low + high) >>> 1;
            boolean passes = rule.logLess(plus, zero, minus) >= rule.threshold()
                    && rule.logLess(minus, zero, plus) >= rule.threshold();
            if (passes) {
                high = zero;
            } else {
                low = zero + 1;
            }
        }
        return plus + minus + low;
    }

    @Override
    public int likelyEnd() {
        return drawing ? likely : preparation();
    }

    @Override
    public int hits() {
        return test.hits();
    }

    @Override
    public int drawn() {
        return test.draws();
    }

    @Override
    public double evidence() {
        return Math.max(test.logPass(), test.logFail());
    }

    @Override
    public double threshold() {
        return plan.rule().threshold();
    }

    /// The test, for the report.
    public SequentialTest test() {
        return test;
    }

    /// Whether it draws already (controls and screening are over).
    public boolean drawing() {
        return drawing;
    }
}
