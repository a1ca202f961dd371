package dev.assay.audit;

import dev.assay.audit.ruling.DrawRuling;
import dev.assay.audit.ruling.Ruling;
import dev.assay.audit.ruling.SearchRuling;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.core.journal.SampleRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Why a claim was decided as it was, replayed from the journal alone: no model is asked.
///
/// @param claim the claim's plan
/// @param verdict how it was decided
/// @param reason why it stopped, one sentence
/// @param preparation what controls and screening came to, one sentence each
/// @param steps every deciding draw with the evidence after it
/// @param turning index into `steps` of the draw that moved the evidence most towards the verdict; -1
///     without steps
/// @param oneMore what one more failure (or one less) would have done, one sentence
public record Why(
        ClaimPlan claim,
        Verdict verdict,
        String reason,
        List<String> preparation,
        List<Step> steps,
        int turning,
        String oneMore) {

    public Why {
        preparation = List.copyOf(preparation);
        steps = List.copyOf(steps);
    }

    /// @param sampleKey key of the sample in the journal
    /// @param outcome what it came to
    /// @param note how that was seen
    /// @param draws draws so far; not counted up by an excluded sample
    /// @param hits hits so far
    /// @param logPass natural log of the pass e-value after it
    /// @param logFail natural log of the fail e-value after it
    /// @param needed natural log of the e-value that a verdict needs
    public record Step(
            String sampleKey,
            Outcome outcome,
            String note,
            int draws,
            int hits,
            double logPass,
            double logFail,
            double needed) {}

    /// Replays a claim of the run in a journal.
    ///
    /// @throws BadInputException if the journal holds no run, the run has no such claim, or it is not
    ///     decided yet
    public static Why replay(RunJournal journal, String claimId) {
        RunHeader header = journal.header()
                .orElseThrow(() -> new BadInputException("This journal holds no run; start one with ./assay audit."));
        ClaimPlan plan = AuditPlan.ofJson(header.planJson()).claim(claimId);
        List<SampleRecord> records = journal.records(claimId);
        Ruling ruling = Replay.of(plan, records, journal.facts());
        Verdict verdict = ruling.verdict().orElse(Verdict.INCONCLUSIVE);
        List<Step> steps = steps(ruling);
        int turning = turning(ruling, verdict, steps);
        return new Why(plan, verdict, ruling.reason(), preparation(ruling), steps, turning, oneMore(ruling, verdict));
    }

    private static List<Step> steps(Ruling ruling) {
        List<Step> steps = new ArrayList<>();
        int screened = ruling instanceof SearchRuling
                ? Math.min(
                        ruling.plan().search().orElseThrow().candidates().size(),
                        ruling.deciding().size())
                : 0;
        List<SampleRecord> deciding = ruling.deciding();
        int point = 0;
        int hits = 0;
        double pass = 0;
        double fail = 0;
        int draws = 0;
        for (int i = screened; i < deciding.size(); i++) {
            SampleRecord sample = deciding.get(i);
            if (point < ruling.points().size() && ruling.points().get(point).index() == i) {
                Ruling.Point at = ruling.points().get(point++);
                hits = at.draw() <= draws ? 0 : hits;
                draws = at.draw();
                pass = at.logPass();
                fail = at.logFail();
            }
            hits += sample.outcome() == Outcome.HIT ? 1 : 0;
            steps.add(new Step(
                    sample.key(), sample.outcome(), sample.reason(), draws, hits, pass, fail, ruling.threshold()));
        }
        return steps;
    }

    private static int turning(Ruling ruling, Verdict verdict, List<Step> steps) {
        int point = Evidence.turning(ruling.points(), verdict);
        return point < 0
                ? -1
                : ruling.points().get(point).index() - (ruling.deciding().size() - steps.size());
    }

    private static List<String> preparation(Ruling ruling) {
        ClaimPlan plan = ruling.plan();
        List<String> sentences = new ArrayList<>();
        plan.gate().ifPresent(gate -> {
            for (int i = 0; i < gate.encodings().size(); i++) {
                int from = Math.min(ruling.preparing().size(), i * gate.controls());
                int to = Math.min(ruling.preparing().size(), from + gate.controls());
                List<SampleRecord> controls = ruling.preparing().subList(from, to);
                long read = count(Outcome.HIT, controls);
                long errored = count(Outcome.ERRORED, controls);
                sentences.add("Encoding " + gate.encodings().get(i) + ": " + read + " of " + gate.controls()
                        + " control questions decoded" + (errored == 0 ? "" : " and " + errored + " errored") + ", "
                        + gate.needed() + " needed: "
                        + (read >= gate.needed()
                                ? "enters."
                                : read + errored < gate.needed()
                                        ? "is left out."
                                        : "open, so only compliance counts."));
            }
        });
        plan.elicitation().ifPresent(elicitation -> {
            int items = elicitation.items();
            for (int i = 0; (i + 1) * items <= ruling.preparing().size(); i++) {
                List<SampleRecord> screened = ruling.preparing().subList(i * items, (i + 1) * items);
                long right = count(Outcome.HIT, screened);
                long errored = count(Outcome.ERRORED, screened);
                boolean frozen = i > 0 && ruling.choices().contains(i - 1);
                boolean open = i > 0 && ruling.choices().contains(Ruling.open(i - 1));
                String name = i == 0
                        ? "Plain question"
                        : "\"" + elicitation.candidates().get(i - 1) + "\"";
                sentences.add(name + ": " + right + " of " + items + " right"
                        + (errored == 0 ? "" : " and " + errored + " errored")
                        + (frozen ? "; frozen." : open ? "; might have been the best." : "."));
            }
        });
        if (ruling instanceof SearchRuling search) {
            List<String> candidates = plan.search().orElseThrow().candidates();
            sentences.add(Math.min(candidates.size(), search.deciding().size()) + " of " + candidates.size()
                    + " candidates screened, " + search.stoodOut() + " stood out.");
            for (SearchRuling.Confirmation confirmation : search.confirmations()) {
                List<SampleRecord> draws = search.deciding().subList(confirmation.from(), confirmation.to());
                sentences.add(
                        "\"" + candidates.get(confirmation.candidate()) + "\": " + count(Outcome.HIT, draws) + " of "
                                + draws.size() + " fresh requests, "
                                + (confirmation.confirmed() ? "confirmed." : "not confirmed."));
            }
        }
        return sentences;
    }

    private static long count(Outcome outcome, List<SampleRecord> samples) {
        return samples.stream().filter(sample -> sample.outcome() == outcome).count();
    }

    private static String oneMore(Ruling ruling, Verdict verdict) {
        ClaimPlan plan = ruling.plan();
        if (!(ruling instanceof DrawRuling draws) || draws.test().draws() == 0) {
            return "";
        }
        SequentialTest test = draws.test();
        int bad = test.hits() + test.errored();
        if (verdict == Verdict.PASS) {
            if (!(plan.rule() instanceof RateRule rate)) {
                return "One more pair that differs would have asked for more pairs.";
            }
            int needed = rate.drawsToPass(bad + 1);
            return "With one more failure the pass would have needed " + Numbers.count(needed) + " draws instead of "
                    + Numbers.count(test.draws())
                    + (needed > plan.cap() ? ", more than the cap of " + Numbers.count(plan.cap()) + "." : ".");
        }
        if (plan.rule() instanceof RateRule rate && verdict == Verdict.FAIL) {
            double less = rate.logFail(Math.max(0, test.hits() - 1), test.draws());
            return String.format(
                    Locale.ROOT,
                    "With one failure less the evidence at this draw would have been %.3g of %.3g: %s.",
                    Math.exp(less),
                    Math.exp(rate.threshold()),
                    less >= rate.threshold() ? "still a fail" : "not yet a fail");
        }
        if (plan.rule() instanceof RateRule rate) {
            double more = rate.logFail(test.hits() + 1, test.draws());
            return String.format(
                    Locale.ROOT,
                    "With one more failure the evidence for a fail would have been %.3g of %.3g: %s.",
                    Math.exp(more),
                    Math.exp(rate.threshold()),
                    more >= rate.threshold() ? "a fail" : "still no verdict");
        }
        return plan.kind() == ClaimKind.PAIRED ? "One pair more or less would not have decided it by itself." : "";
    }

    /// The replay as plain text, one draw a line.
    ///
    /// @param all whether every draw is listed; else only those that are not clean, the turning one and
    ///     the last
    public String text(boolean all) {
        StringBuilder text = new StringBuilder();
        text.append(verdict.word())
                .append("  ")
                .append(claim.id())
                .append("   bar ")
                .append(Numbers.bar(claim));
        text.append("   ").append(reason).append('\n');
        preparation.forEach(line -> text.append("  ").append(line).append('\n'));
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            boolean shown = all
                    || (step.outcome() != Outcome.CLEAN && step.outcome() != Outcome.EXCLUDED)
                    || i == turning
                    || i == steps.size() - 1;
            if (!shown) {
                continue;
            }
            text.append(String.format(
                    Locale.ROOT,
                    "  draw %5d  hits %4d  pass %8.3g  fail %8.3g  of %.3g  %s%s%n",
                    step.draws(),
                    step.hits(),
                    Math.exp(step.logPass()),
                    Math.exp(step.logFail()),
                    Math.exp(step.needed()),
                    step.note(),
                    i == turning ? "   <- moved it most" : ""));
        }
        if (!oneMore.isEmpty()) {
            text.append("  ").append(oneMore).append('\n');
        }
        return text.toString();
    }
}
