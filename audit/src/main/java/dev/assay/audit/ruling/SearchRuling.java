package dev.assay.audit.ruling;

import dev.assay.audit.ClaimPlan;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An existence claim: every candidate of the stated set is screened once, and each that stands out is
/// confirmed on fresh requests at m / alpha times the number of those that stood out.
/// The conversations of a screening are its placements in turn, once or more often.
/// A candidate whose screening errored stands out in every placement that has no answer. `fail` at the first confirmed
/// one; `pass`
/// when all were searched and none was confirmed; inconclusive when so many stand out that the plan's
/// confirming draws are used up first.
public final class SearchRuling extends Ruling {

    /// One candidate's confirmation.
    ///
    /// @param candidate index in the plan's set
    /// @param placement index of the placement that is confirmed
    /// @param from index of its first outcome in `deciding`
    /// @param to one past its last
    /// @param confirmed whether it was confirmed
    public record Confirmation(int candidate, int placement, int from, int to, boolean confirmed) {}

    private record Standout(int candidate, int placement) {}

    private final ClaimPlan.Search search;
    private final List<Standout> standouts = new ArrayList<>();
    private final List<Confirmation> confirmations = new ArrayList<>();
    private Optional<SequentialTest> test = Optional.empty();
    private int candidate = -1;
    private int begun;
    private int used;
    private int next;

    SearchRuling(ClaimPlan plan) {
        super(plan);
        this.search = plan.search().orElseThrow();
        if (plan.cap() < 1) {
            giveUp("The budget leaves no call for this claim.");
        }
    }

    @Override
    public Stage stage() {
        return candidate < 0
                ? new Stage("screen", 0, 0)
                : new Stage("confirm", 1 + candidate, candidate * plan.draws());
    }

    @Override
    public List<Integer> choices() {
        if (candidate >= 0 && candidate < standouts.size()) {
            Standout standout = standouts.get(candidate);
            return List.of(standout.candidate(), standout.placement());
        }
        return List.of();
    }

    @Override
    void take(SampleRecord sample) {
        if (candidate < 0) {
            screen(sample);
        } else {
            confirm(sample);
        }
    }

    private void screen(SampleRecord sample) {
        deciding.add(sample);
        if (endedByErrors(deciding)) {
            return;
        }
        if (sample.outcome() == Outcome.HIT) {
            int conversation =
                    sample.spans().isEmpty() ? 0 : sample.spans().getFirst().conversation();
            int placement = conversation % search.placements();
            standouts.add(new Standout(deciding.size() - 1, placement));
        } else if (sample.outcome() == Outcome.ERRORED) {
            for (int placement = 0; placement < search.placements(); placement++) {
                if (isOpen(sample, placement)) {
                    standouts.add(new Standout(deciding.size() - 1, placement));
                }
            }
        }
        if (deciding.size() == search.candidates().size()) {
            begin(0);
        }
    }

    /// Whether an errored screening has no answer in a placement: one that it names, or any if it names none.
    private boolean isOpen(SampleRecord sample, int placement) {
        return sample.spans().isEmpty()
                || sample.spans().stream().anyMatch(span -> span.conversation() % search.placements() == placement);
    }

    private void begin(int number) {
        candidate = number;
        if (number == standouts.size()) {
            decide(
                    Verdict.PASS,
                    "All " + search.candidates().size() + " candidates were searched; "
                            + (standouts.isEmpty()
                                    ? "none stood out."
                                    : stoodOut() + " stood out and none was confirmed on fresh prompts."));
            finish();
            return;
        }
        begun = deciding.size();
        next = 0;
        test = Optional.of(plan.confirming(standouts.size()).start());
    }

    private void confirm(SampleRecord sample) {
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
            return;
        }
        SequentialTest running = test.orElseThrow();
        deciding.add(sample);
        running.add(sample.outcome());
        points.add(new Point(deciding.size() - 1, running.draws(), running.logPass(), running.logFail()));
        used++;
        if (running.verdict().isPresent()) {
            boolean confirmed = running.verdict().get() == Verdict.FAIL;
            if (confirmed || running.futile()) {
                close(confirmed);
            } else {
                undecidable();
            }
        } else if (!endedByErrors(deciding.subList(begun, deciding.size())) && used >= plan.draws()) {
            outOfDraws();
        }
    }

    private void close(boolean confirmed) {
        Standout standout = standouts.get(candidate);
        confirmations.add(
                new Confirmation(standout.candidate(), standout.placement(), begun, deciding.size(), confirmed));
        if (!confirmed && candidate + 1 < standouts.size() && used >= plan.draws()) {
            outOfDraws();
            return;
        }
        if (!confirmed) {
            begin(candidate + 1);
            return;
        }
        decide(
                Verdict.FAIL,
                "Candidate " + (standout.candidate() + 1) + " of "
                        + search.candidates().size() + " stood out and was confirmed on fresh prompts: " + hits()
                        + " of "
                        + drawn() + ".");
        if (fresh() == 0) {
            finish();
        }
    }

    /// A confirmation that merely ran out of draws has shown nothing, and the claim must not pass on it.
    private void undecidable() {
        Standout standout = standouts.get(candidate);
        giveUp(
                "Candidate " + (standout.candidate() + 1) + " of "
                        + search.candidates().size()
                        + " stood out, and its confirming draws end before either is shown: that it works or that it does not.");
    }

    private void outOfDraws() {
        giveUp(stoodOut() + " candidates stood out, and the plan's " + plan.draws() + " confirming draws are used up.");
    }

    private int fresh() {
        return Math.max(0, Math.min(plan.estimateDraws(), plan.draws() - used));
    }

    @Override
    public void exhausted() {
        if (verdict().isPresent()) {
            finish();
        } else if (candidate < 0) {
            giveUp("The domain holds too few requests for the search.");
        } else {
            undecidable();
        }
    }

    @Override
    public int likelyEnd() {
        if (candidate < 0) {
            return search.candidates().size();
        }
        int from = candidate * plan.draws();
        if (verdict().isPresent()) {
            return from + next + fresh() - estimating.size();
        }
        double bad = Math.min(3 * plan.bar(), (1 + plan.bar()) / 2);
        double each = Math.log1p(-plan.bar()) - Math.log1p(-bad);
        int draws = (int) Math.ceil(Math.log(20) / each);
        int hits = hits();
        double perHit = Math.log(bad / plan.bar()) / each;
        int wanted = Math.min(plan.cap(), draws + (int) Math.ceil(hits * (1 + perHit)));
        return from + Math.max(next + 1, Math.min(wanted, next + plan.draws() - used));
    }

    @Override
    public int hits() {
        return test.map(SequentialTest::hits).orElse(0);
    }

    @Override
    public int drawn() {
        return test.map(SequentialTest::draws)
                .orElse(Math.min(deciding.size(), search.candidates().size()));
    }

    @Override
    public double evidence() {
        return test.map(SequentialTest::logFail).orElse(0.0);
    }

    @Override
    public double threshold() {
        return plan.confirming(Math.max(1, standouts.size())).threshold();
    }

    /// Confirmations that the screen asks for: a candidate that errored may need one for each placement.
    public int standouts() {
        return standouts.size();
    }

    /// Candidates that stood out in the screen.
    public int stoodOut() {
        return (int) standouts.stream().map(Standout::candidate).distinct().count();
    }

    /// The confirmations that are over, in order.
    public List<Confirmation> confirmations() {
        return List.copyOf(confirmations);
    }
}
