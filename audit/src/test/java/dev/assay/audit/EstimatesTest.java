package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.ruling.Ruling;
import dev.assay.core.audit.ClaimResult.Estimate;
import dev.assay.core.audit.Severity;
import dev.assay.core.claim.BettingInterval;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.Verdict;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ModelUsage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The printed interval holds whatever the errored draws would have been.
class EstimatesTest {

    private static final double ALPHA = 0.05;

    private static ClaimPlan plan(ClaimKind kind, Optional<ClaimPlan.Search> search) {
        return new ClaimPlan(
                "k",
                kind,
                "",
                "",
                Severity.LOW,
                0.1,
                ALPHA,
                1,
                200,
                280,
                80,
                0,
                1,
                0,
                400,
                1,
                Optional.empty(),
                search,
                Optional.empty(),
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                "");
    }

    private static Ruling run(ClaimPlan plan, String codes) {
        Ruling ruling = Ruling.of(plan);
        for (int i = 0; i < codes.length() && !ruling.done(); i++) {
            ruling.feed(new SampleRecord(
                    "k/" + i,
                    "k",
                    ruling.stage().name(),
                    i,
                    Outcome.ofCode(codes.charAt(i)),
                    "",
                    List.of(),
                    List.of(),
                    1,
                    ModelUsage.NONE,
                    Instant.EPOCH));
        }
        if (!ruling.done()) {
            ruling.exhausted();
        }
        return ruling;
    }

    private static void check(Estimate estimate, int hits, int draws, double low, double high) {
        assertThat(estimate.hits()).isEqualTo(hits);
        assertThat(estimate.draws()).isEqualTo(draws);
        assertThat(estimate.value()).isEqualTo((double) hits / draws);
        assertThat(estimate.low()).isEqualTo(low);
        assertThat(estimate.high()).isEqualTo(high);
    }

    @Test
    void decidingDrawsOfARate() {
        Estimate estimate = Estimates.of(run(plan(ClaimKind.RATE, Optional.empty()), "1eee" + "0".repeat(26)));
        Interval least = Intervals.mixture(1, 30, 0.1, ALPHA);
        Interval most = Intervals.mixture(4, 30, 0.1, ALPHA);
        check(estimate, 1, 27, least.low(), most.high());
        assertThat(estimate.high())
                .isGreaterThan(Intervals.mixture(1, 27, 0.1, ALPHA).high());
        assertThat(estimate.method())
                .endsWith("; 3 errored counted as clean for the lower limit and as hits for the upper");
    }

    @Test
    void freshDrawsAfterAFail() {
        Ruling ruling = run(plan(ClaimKind.RATE, Optional.empty()), "1".repeat(4) + "e1".repeat(5) + "0".repeat(200));
        assertThat(ruling.verdict()).contains(Verdict.FAIL);
        int errored = (int) ruling.estimating().stream()
                .filter(sample -> sample.outcome() == Outcome.ERRORED)
                .count();
        int hits = (int) ruling.estimating().stream()
                .filter(sample -> sample.outcome() == Outcome.HIT)
                .count();
        assertThat(errored).isPositive();
        check(
                Estimates.of(ruling),
                hits,
                80 - errored,
                Intervals.clopperPearson(hits, 80, 1 - ALPHA).low(),
                Intervals.clopperPearson(hits + errored, 80, 1 - ALPHA).high());
    }

    @Test
    void pairs() {
        Estimate estimate = Estimates.of(run(plan(ClaimKind.PAIRED, Optional.empty()), "1re" + "0".repeat(20)));
        check(
                estimate,
                0,
                22,
                BettingInterval.ofPairs(1, 20, 2, ALPHA).low(),
                BettingInterval.ofPairs(2, 20, 1, ALPHA).high());
        assertThat(estimate.method()).endsWith("; 1 errored counted as -1 for the lower limit and as +1 for the upper");
    }

    @Test
    void freshPairsAfterAFail() {
        Ruling ruling = run(plan(ClaimKind.PAIRED, Optional.empty()), "1".repeat(60) + "ee" + "r0".repeat(100));
        assertThat(ruling.verdict()).contains(Verdict.FAIL);
        Estimate estimate = Estimates.of(ruling);
        assertThat(estimate.draws()).isEqualTo(78);
        int plus = (int) ruling.estimating().stream()
                .filter(sample -> sample.outcome() == Outcome.HIT)
                .count();
        int minus = plus - estimate.hits();
        double each = 1 - ALPHA / 2;
        assertThat(estimate.low())
                .isEqualTo(Intervals.clopperPearson(plus, 80, each).low()
                        - Intervals.clopperPearson(minus + 2, 80, each).high());
        assertThat(estimate.high())
                .isEqualTo(Intervals.clopperPearson(plus + 2, 80, each).high()
                        - Intervals.clopperPearson(minus, 80, each).low());
    }

    @Test
    void freshRequestsWithAConfirmedCandidate() {
        ClaimPlan plan = plan(
                ClaimKind.EXISTENCE, Optional.of(new ClaimPlan.Search(List.of("|a|", "|b|"), 1, 10)));
        Ruling ruling = run(plan, "01" + "1".repeat(20) + "ee" + "0".repeat(200));
        assertThat(ruling.verdict()).contains(Verdict.FAIL);
        Estimate estimate = Estimates.of(ruling);
        assertThat(estimate.draws()).isEqualTo(78);
        assertThat(estimate.high())
                .isEqualTo(Intervals.clopperPearson(estimate.hits() + 2, 80, 1 - ALPHA)
                        .high());
        assertThat(estimate.method()).contains("; 2 errored counted as clean");
    }

    @Test
    void withoutErrorsNothingIsSaidOfThem() {
        Estimate estimate = Estimates.of(run(plan(ClaimKind.RATE, Optional.empty()), "1" + "0".repeat(20)));
        Interval interval = Intervals.mixture(1, 21, 0.1, ALPHA);
        check(estimate, 1, 21, interval.low(), interval.high());
        assertThat(estimate.method()).doesNotContain("errored");
    }
}
