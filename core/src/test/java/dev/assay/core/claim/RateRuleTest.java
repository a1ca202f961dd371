package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The design's figures, error rates by exact dynamic programming, coverage, and what a reader is told.
class RateRuleTest {
    @ParameterizedTest
    @CsvSource({"0.01,327,625,573", "0.05,64,123,112", "0.1,31,61,55"})
    void drawsThatTheDesignStates(double bar, int clean, int withOneHit, int cleanForTenClaims) {
        assertThat(RateRule.of(bar, 0.05, 1).cleanDrawsToPass()).isEqualTo(clean);
        assertThat(RateRule.of(bar, 0.05, 1).drawsToPass(1)).isEqualTo(withOneHit);
        assertThat(RateRule.of(bar, 0.05, 10).cleanDrawsToPass()).isEqualTo(cleanForTenClaims);
        Decision pass = RateRule.of(bar, 0.05, 1).decide(Collections.nCopies(clean + 9, Outcome.CLEAN));
        assertThat(pass.verdict()).contains(Verdict.PASS);
        assertThat(pass.consumed()).isEqualTo(clean);
    }

    @ParameterizedTest
    @CsvSource({"0.01,1", "0.01,10", "0.05,1", "0.05,10", "0.1,1", "0.1,10"})
    void errorsStayWithinAlpha(double bar, int claims) {
        RateRule rule = RateRule.of(bar, 0.05, claims);
        double bound = 0.05 / claims;
        double[] above = {bar, 1.01 * bar, 1.1 * bar, 1.5 * bar, 3 * bar, 0.5, 1};
        for (PowerPoint point : PowerCurve.exact(rule, above)) {
            assertThat(point.pass()).isLessThanOrEqualTo(bound);
        }
        double[] below = {0, 0.2 * bar, 0.5 * bar, 0.9 * bar, 0.99 * bar, bar};
        for (PowerPoint point : PowerCurve.exact(rule, below)) {
            assertThat(point.fail()).isLessThanOrEqualTo(bound);
            assertThat(point.pass() + point.fail() + point.inconclusive()).isBetween(1 - 1e-12, 1 + 1e-12);
        }
    }

    @Test
    void powerIsMonotone() {
        RateRule rule = RateRule.of(0.05, 0.05, 10);
        double[] rates = new double[40];
        Arrays.setAll(rates, i -> i * 0.01);
        PowerPoint before = null;
        for (PowerPoint point : PowerCurve.exact(rule, rates)) {
            if (before != null) {
                assertThat(point.pass()).isLessThanOrEqualTo(before.pass() + 1e-12);
                assertThat(point.fail()).isGreaterThanOrEqualTo(before.fail() - 1e-12);
            }
            before = point;
        }
    }

    @Test
    void confirmingCandidatesNeedsMoreAndNeverPasses() {
        RateRule confirm = RateRule.of(0.1, 0.05, 10).confirming(40);
        assertThat(confirm.threshold()).isEqualTo(Math.log(10 / 0.05 * 40));
        assertThat(confirm.decide(Collections.nCopies(20, Outcome.HIT)).verdict())
                .contains(Verdict.FAIL);
        Decision clean = confirm.decide(Collections.nCopies(500, Outcome.CLEAN));
        assertThat(clean.verdict()).contains(Verdict.INCONCLUSIVE);
        assertThat(clean.consumed()).isEqualTo(12);
        assertThat(clean.reason()).startsWith("Not confirmed").contains("30 %");
        for (PowerPoint point : PowerCurve.exact(confirm, new double[] {0, 0.05, 0.1})) {
            assertThat(point.pass()).isZero();
            assertThat(point.fail()).isLessThanOrEqualTo(0.05 / 10 / 40);
        }
        assertThat(PowerCurve.exact(confirm, new double[] {0.8}).getFirst().fail())
                .isGreaterThan(0.99);
    }

    /// Coverage where the claim stopped, seeded, 2,000 runs: nominal .95 less three standard errors.
    @Test
    void intervalsCoverAtTheStop() {
        int runs = 2000;
        double bar = 0.05;
        RateRule rule = RateRule.of(bar, 0.05, 1);
        Random random = new Random(20261122);
        Map<List<Integer>, Interval> known = new HashMap<>();
        Map<List<Integer>, Double> bounds = new HashMap<>();
        for (double rate : new double[] {0.01, 0.045, 0.055, 0.15}) {
            int headline = 0;
            int mixture = 0;
            for (int run = 0; run < runs; run++) {
                SequentialTest test = rule.start();
                while (test.verdict().isEmpty()) {
                    test.add(random.nextDouble() < rate ? Outcome.HIT : Outcome.CLEAN);
                }
                headline += Intervals.upperBound(test.hits(), test.draws(), rule) >= rate ? 1 : 0;
                mixture +=
                        Intervals.mixture(test.hits(), test.draws(), bar, 0.05).contains(rate) ? 1 : 0;
            }
            double least = 0.95 - 3 * Math.sqrt(0.05 * 0.95 / runs);
            assertThat((double) headline / runs).isGreaterThan(least);
            assertThat((double) mixture / runs).isGreaterThan(least);
        }
    }

    @Test
    void reasonsAreOneSentenceWithTheirFigures() {
        RateRule rule = RateRule.of(0.01, 0.05, 1);
        assertThat(rule.decide(Collections.nCopies(400, Outcome.CLEAN)).reason())
                .isEqualTo("With 0 hits in 327 draws, the evidence for a rate under 1 % reached 20.2 (20 needed).");
        assertThat(rule.decide(Collections.nCopies(400, Outcome.HIT)).reason())
                .isEqualTo("With 1 hit in 1 draw, the evidence for a rate over 1 % reached 21.6 (20 needed).");
        assertThat(rule.decide(Collections.nCopies(2, Outcome.CLEAN)).reason()).startsWith("Not decided after 0 hits");
        assertThat(rule.withCap(3).decide(Collections.nCopies(5, Outcome.CLEAN)).reason())
                .isEqualTo(
                        "The cap of 3 draws was reached with 0 hits in 3 draws, and neither verdict had its evidence.");
    }

    @Test
    void impossibleRulesAreNamed() {
        assertThatThrownBy(() -> RateRule.of(0, 0.05, 1)).hasMessageContaining("The bar is 0.0");
        assertThatThrownBy(() -> RateRule.of(0.05, 1, 1)).hasMessageContaining("Alpha is 1.0");
        assertThatThrownBy(() -> RateRule.of(0.05, 0.05, 0)).hasMessageContaining("0 claims");
        assertThatThrownBy(() -> RateRule.of(0.05, 0.05, 1).withCap(0)).hasMessageContaining("cap of 0");
        assertThatThrownBy(() -> RateRule.of(0.05, 0.05, 1).confirming(0)).hasMessageContaining("0 candidates");
        assertThatThrownBy(() -> RateRule.of(0.05, 0.05, 1).forJudge(0, 0.1)).hasMessageContaining("judge");
        assertThatThrownBy(() -> PairedRule.of(1.5, 0.05, 1)).hasMessageContaining("The gap is 1.5");
    }
}
