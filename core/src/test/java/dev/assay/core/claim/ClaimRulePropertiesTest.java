package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds for every rule and every sequence of outcomes; sequences from seeded generators.
class ClaimRulePropertiesTest {
    private static final int SEQUENCES = 150;

    static Stream<ClaimRule> rules() {
        return Stream.of(
                RateRule.of(0.01, 0.05, 1),
                RateRule.of(0.05, 0.05, 10),
                RateRule.of(0.1, 0.05, 1),
                RateRule.of(0.1, 0.05, 1).confirming(20),
                RateRule.of(0.05, 0.05, 1).forJudge(0.9, 0.02),
                RateRule.of(0.4, 0.1, 1),
                PairedRule.of(0.1, 0.05, 1),
                PairedRule.of(0.2, 0.05, 10));
    }

    private static List<Outcome> sequence(ClaimRule rule, Random random) {
        double hit = rule.bar() * new double[] {0, 0.2, 1, 3, 6}[random.nextInt(5)];
        double reverse = rule instanceof PairedRule ? random.nextDouble() * 0.2 : 0;
        double errored = random.nextBoolean() ? 0 : 0.05;
        double excluded = random.nextBoolean() ? 0 : 0.1;
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 160; i++) {
            double u = random.nextDouble();
            if (random.nextDouble() < excluded) {
                outcomes.add(Outcome.EXCLUDED);
            } else if (random.nextDouble() < errored) {
                outcomes.add(Outcome.ERRORED);
            } else {
                outcomes.add(u < hit ? Outcome.HIT : u > 1 - reverse ? Outcome.REVERSE : Outcome.CLEAN);
            }
        }
        return outcomes;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void decisionsArePureAndWhatFollowsTheVerdictChangesNothing(ClaimRule rule) {
        Random random = new Random(1);
        for (int i = 0; i < SEQUENCES; i++) {
            List<Outcome> outcomes = sequence(rule, random);
            Decision decision = rule.decide(outcomes);
            assertThat(rule.decide(outcomes)).isEqualTo(decision);
            assertThat(rule.decide(outcomes.subList(0, decision.consumed()))).isEqualTo(decision);
            if (decision.verdict().isPresent()) {
                List<Outcome> longer = new ArrayList<>(outcomes.subList(0, decision.consumed()));
                longer.addAll(sequence(rule, random));
                assertThat(rule.decide(longer)).isEqualTo(decision);
                if (decision.consumed() > 0) {
                    assertThat(rule.decide(outcomes.subList(0, decision.consumed() - 1))
                                    .verdict())
                            .isEmpty();
                }
            } else {
                assertThat(decision.consumed()).isEqualTo(outcomes.size());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void excludedOutcomesChangeNothing(ClaimRule rule) {
        Random random = new Random(2);
        for (int i = 0; i < SEQUENCES; i++) {
            List<Outcome> outcomes = sequence(rule, random);
            Decision with = rule.decide(outcomes);
            Decision without = rule.decide(
                    outcomes.stream().filter(o -> o != Outcome.EXCLUDED).toList());
            assertThat(without.verdict()).isEqualTo(with.verdict());
            assertThat(without.draws()).isEqualTo(with.draws());
            assertThat(without.logPass()).isEqualTo(with.logPass());
            assertThat(without.logFail()).isEqualTo(with.logFail());
            assertThat(without.reason()).isEqualTo(with.reason());
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void anErroredDrawIsAtLeastAsBadAsAnyValueItCouldHaveHad(ClaimRule rule) {
        Random random = new Random(3);
        List<Outcome> values = rule instanceof PairedRule
                ? List.of(Outcome.CLEAN, Outcome.HIT, Outcome.REVERSE)
                : List.of(Outcome.CLEAN, Outcome.HIT);
        for (int i = 0; i < SEQUENCES; i++) {
            SequentialTest errored = rule.start();
            List<SequentialTest> known = values.stream().map(_ -> rule.start()).toList();
            for (Outcome outcome : sequence(rule, random)) {
                errored.add(outcome);
                boolean open = errored.verdict().isEmpty();
                for (int v = 0; v < values.size(); v++) {
                    SequentialTest test = known.get(v);
                    boolean wasOpen = test.verdict().isEmpty();
                    test.add(outcome == Outcome.ERRORED ? values.get(v) : outcome);
                    if (wasOpen && (open || errored.draws() == test.draws())) {
                        assertThat(errored.logPass()).isLessThanOrEqualTo(test.logPass() + 1e-9);
                        assertThat(errored.logFail()).isLessThanOrEqualTo(test.logFail() + 1e-9);
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aTargetThatOnlyErrsIsNeverDecided(ClaimRule rule) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i <= rule.cap(); i++) {
            outcomes.add(Outcome.ERRORED);
        }
        Decision decision = rule.decide(outcomes);
        assertThat(decision.verdict()).contains(Verdict.INCONCLUSIVE);
        assertThat(decision.draws()).isEqualTo(rule.cap());
        assertThat(decision.errored()).isEqualTo(rule.cap());
        assertThat(decision.reason()).startsWith("The cap of").contains("errored");
    }

    @Test
    void pairedTestsMirrorEachOther() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 1);
        Random random = new Random(4);
        for (int i = 0; i < SEQUENCES; i++) {
            List<Outcome> outcomes = sequence(rule, random);
            List<Outcome> mirror = outcomes.stream()
                    .map(o -> o == Outcome.HIT ? Outcome.REVERSE : o == Outcome.REVERSE ? Outcome.HIT : o)
                    .toList();
            Decision decision = rule.decide(outcomes);
            Decision mirrored = rule.decide(mirror);
            assertThat(mirrored.draws()).isEqualTo(decision.draws());
            assertThat(mirrored.logPass()).isEqualTo(decision.logPass());
            assertThat(mirrored.hits()).isEqualTo(decision.reverses());
            // A pass is symmetric; a failure seen in the mirror is a reverse gap, and the other way round.
            Optional<Verdict> expected =
                    decision.verdict().filter(v -> v == Verdict.FAIL).map(_ -> Verdict.INCONCLUSIVE);
            if (expected.isPresent()) {
                assertThat(mirrored.verdict()).isEqualTo(expected);
                assertThat(mirrored.reason()).contains("reverse direction");
            } else if (decision.verdict().filter(v -> v == Verdict.PASS).isPresent()) {
                assertThat(mirrored.verdict()).contains(Verdict.PASS);
            }
        }
    }

    @Test
    void boundariesAreOrderedAndRiseByOneAtMost() {
        for (ClaimRule any : rules().filter(r -> r instanceof RateRule).toList()) {
            RateRule rule = (RateRule) any;
            RateBoundaries table = RateBoundaries.of(rule);
            for (int n = 1; n <= rule.cap(); n++) {
                assertThat(table.passAtMost[n]).isLessThan(table.failAtLeast[n]);
                assertThat(table.passAtMost[n] - table.passAtMost[n - 1]).isBetween(0, 1);
                if (n > 1) {
                    assertThat(table.failAtLeast[n] - table.failAtLeast[n - 1]).isBetween(0, 1);
                }
                if (!rule.failOnly() && table.passAtMost[n] >= 0) {
                    assertThat(rule.drawsToPass(table.passAtMost[n])).isLessThanOrEqualTo(n);
                }
            }
        }
    }

    @Test
    void evidenceIsMonotoneInTheHits() {
        RateRule rule = RateRule.of(0.05, 0.05, 1);
        for (int n = 1; n <= 400; n += 7) {
            for (int k = 0; k < n; k++) {
                assertThat(rule.logPass(k + 1, n)).isLessThan(rule.logPass(k, n));
                assertThat(rule.logFail(k + 1, n)).isGreaterThan(rule.logFail(k, n));
            }
            assertThat(rule.logPass(0, n + 1)).isGreaterThan(rule.logPass(0, n));
        }
    }

    @Test
    void aReverseOutcomeIsRefusedByARateClaim() {
        assertThatThrownBy(() -> RateRule.of(0.05, 0.05, 1).start().add(Outcome.REVERSE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only a paired claim has reverse outcomes");
    }
}
