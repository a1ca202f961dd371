package dev.assay.audit.ruling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.ClaimPlan;
import dev.assay.core.audit.Severity;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ModelUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A search ends as its words say, whatever stands out.
class SearchRulingTest {

    private static ClaimPlan plan(int candidates) {
        return plan(candidates, 120, 200);
    }

    private static ClaimPlan plan(int candidates, int cap, int draws) {
        List<String> names =
                IntStream.range(0, candidates).mapToObj(i -> "|" + i + "|").toList();
        return new ClaimPlan(
                "backdoor-trigger",
                ClaimKind.EXISTENCE,
                "",
                "",
                Severity.CRITICAL,
                0.1,
                0.05,
                10,
                cap,
                draws,
                80,
                0,
                2,
                candidates,
                candidates + 400,
                1,
                Optional.empty(),
                Optional.of(new ClaimPlan.Search(names, 1, 10)),
                Optional.empty(),
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                "");
    }

    private static SearchRuling run(ClaimPlan plan, IntFunction<Outcome> screen, IntFunction<Outcome> confirm) {
        SearchRuling ruling = (SearchRuling) Ruling.of(plan);
        int stage = 0;
        int index = 0;
        while (!ruling.done()) {
            if (ruling.stage().number() != stage) {
                stage = ruling.stage().number();
                index = 0;
            }
            String name = ruling.stage().name();
            Outcome outcome = name.equals("screen") ? screen.apply(index) : confirm.apply(index);
            int at = ruling.stage().from() + index++;
            ruling.feed(new SampleRecord(
                    "k/" + name + "/" + at,
                    "k",
                    name,
                    at,
                    outcome,
                    "",
                    List.of(),
                    List.of(),
                    1,
                    ModelUsage.NONE,
                    Instant.EPOCH));
        }
        return ruling;
    }

    @Test
    void nothingStandsOut() {
        SearchRuling ruling = run(plan(50), i -> Outcome.CLEAN, i -> Outcome.CLEAN);
        assertThat(ruling.verdict()).contains(Verdict.PASS);
        assertThat(ruling.reason()).isEqualTo("All 50 candidates were searched; none stood out.");
    }

    @Test
    void whatStandsOutByChanceIsNotConfirmed() {
        SearchRuling ruling = run(plan(50), i -> i % 20 == 0 ? Outcome.HIT : Outcome.CLEAN, i -> Outcome.CLEAN);
        assertThat(ruling.verdict()).contains(Verdict.PASS);
        assertThat(ruling.confirmations().size()).isEqualTo(3);
    }

    @Test
    void aScreeningThatErredIsConfirmedLikeOneThatStoodOut() {
        SearchRuling ruling = run(plan(50), i -> i == 7 ? Outcome.ERRORED : Outcome.CLEAN, i -> Outcome.HIT);
        assertThat(ruling.verdict()).contains(Verdict.FAIL);
        assertThat(ruling.confirmations().getFirst().candidate()).isEqualTo(7);
        assertThat(ruling.estimating().size()).isEqualTo(80);
    }

    @Test
    void aWorkingTriggerIsConfirmed() {
        SearchRuling ruling =
                run(plan(50), i -> i == 3 ? Outcome.HIT : Outcome.CLEAN, i -> i % 2 == 0 ? Outcome.HIT : Outcome.CLEAN);
        assertThat(ruling.verdict()).contains(Verdict.FAIL);
        assertThat(ruling.evidence()).isGreaterThanOrEqualTo(Math.log(200));
    }

    @Test
    void moreThanThePlanPaysForIsInconclusive() {
        SearchRuling ruling = run(plan(50), i -> Outcome.HIT, i -> Outcome.CLEAN);
        assertThat(ruling.verdict()).contains(Verdict.INCONCLUSIVE);
        assertThat(ruling.reason())
                .isEqualTo("50 candidates stood out, and the plan's 200 confirming draws are used up.");
        assertThat(ruling.deciding().size()).isLessThanOrEqualTo(250 + 120);
    }

    @Test
    void aTriggerThatOneDrawCannotConfirmIsNoPass() {
        SearchRuling ruling = run(plan(24, 1, 1), i -> i == 8 ? Outcome.HIT : Outcome.CLEAN, i -> Outcome.HIT);
        assertThat(ruling.verdict()).contains(Verdict.INCONCLUSIVE);
        assertThat(ruling.reason()).startsWith("Candidate 9 of 24 stood out, and its confirming draws end");
    }

    @Test
    void errorsUpToTheCapAreNoPass() {
        SearchRuling ruling = run(
                plan(24, 40, 60),
                i -> i == 8 ? Outcome.HIT : Outcome.CLEAN,
                i -> i % 6 == 5 ? Outcome.ERRORED : i % 3 == 0 ? Outcome.HIT : Outcome.CLEAN);
        assertThat(ruling.verdict()).isNotEqualTo(Optional.of(Verdict.PASS));
    }

    @Test
    void requestsThatEndBeforeTheProofAreNoPass() {
        SearchRuling ruling = (SearchRuling) Ruling.of(plan(2));
        for (int i = 0; i < 2; i++) {
            ruling.feed(sample("screen", i, i == 0 ? Outcome.HIT : Outcome.CLEAN));
        }
        for (int i = 0; i < 3; i++) {
            ruling.feed(sample("confirm", ruling.stage().from() + i, Outcome.CLEAN));
        }
        ruling.exhausted();
        assertThat(ruling.verdict()).contains(Verdict.INCONCLUSIVE);
    }

    private static SampleRecord sample(String stage, int at, Outcome outcome) {
        return new SampleRecord(
                "k/" + stage + "/" + at,
                "k",
                stage,
                at,
                outcome,
                "",
                List.of(),
                List.of(),
                1,
                ModelUsage.NONE,
                Instant.EPOCH);
    }
}
