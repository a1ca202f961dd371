package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `basic.json` (1e-8, its printed digits) and `stopped_intervals.json` (limits 1e-8).
class IntervalsTest {
    @Test
    void clopperPearson() {
        JsonNode fixture = Fixture.read("basic.json").get("binom_ci");
        for (String name : Fixture.names(fixture)) {
            String[] counts = name.split("/");
            int k = Integer.parseInt(counts[0]);
            int n = Integer.parseInt(counts[1]);
            assertLimits(Intervals.clopperPearson(k, n, 0.95), fixture.get(name).get("beta"), 1e-8);
            assertThat(Intervals.clopperPearsonUpper(k, n, 0.95))
                    .isCloseTo(fixture.get(name).get("cp_upper_onesided95").asDouble(), within(1e-8));
        }
    }

    @Test
    void stoppedIntervals() {
        for (JsonNode set : Fixture.read("stopped_intervals.json").get("sets")) {
            RateRule rule = RateRule.of(set.get("p0").asDouble(), 0.05, 1);
            double half = Math.log(40);
            for (JsonNode row : set.get("rows")) {
                int n = row.get(0).asInt();
                int k = row.get(1).asInt();
                assertThat(Intervals.upperBound(k, n, rule))
                        .isCloseTo(row.get(2).asDouble(), within(1e-8));
                assertThat(Intervals.lowerBound(k, n, rule))
                        .isCloseTo(row.get(3).asDouble(), within(1e-8));
                assertThat(Intervals.lowerBound(k, n, rule.failMixture(), half))
                        .isCloseTo(row.get(4).asDouble(), within(1e-8));
                assertThat(Intervals.upperBound(k, n, rule.passMixture(), half))
                        .isCloseTo(row.get(5).asDouble(), within(1e-8));
                Interval jeffreys = Intervals.mixture(k, n, new BetaMixture(0.5, 0.5), 0.05);
                assertThat(jeffreys.low()).isCloseTo(row.get(6).asDouble(), within(1e-8));
                assertThat(jeffreys.high()).isCloseTo(row.get(7).asDouble(), within(1e-8));
                Interval mixture = Intervals.mixture(k, n, rule.bar(), 0.05);
                assertThat(mixture.low()).isCloseTo(row.get(8).asDouble(), within(1e-8));
                assertThat(mixture.high()).isCloseTo(row.get(9).asDouble(), within(1e-8));
                Interval exact = Intervals.clopperPearson(k, n, 0.95);
                assertThat(exact.low()).isCloseTo(row.get(10).asDouble(), within(1e-8));
                assertThat(exact.high()).isCloseTo(row.get(11).asDouble(), within(1e-8));
                assertThat(Intervals.clopperPearsonUpper(k, n, 0.95))
                        .isCloseTo(row.get(12).asDouble(), within(1e-8));
            }
        }
    }

    @Test
    void theHeadlineBoundIsBelowTheBarExactlyWhenTheClaimPasses() {
        for (int claims : new int[] {1, 10}) {
            for (double bar : new double[] {0.01, 0.05, 0.1}) {
                RateRule rule = RateRule.of(bar, 0.05, claims);
                RateBoundaries boundaries = RateBoundaries.of(rule);
                for (int n = 1; n <= rule.cap(); n += Math.max(1, rule.cap() / 60)) {
                    for (int k = 0; k <= Math.min(n, 12); k++) {
                        boolean passes = k <= boundaries.passAtMost[n];
                        assertThat(Intervals.upperBound(k, n, rule) < bar)
                                .as("%d of %d at %s, m = %d", k, n, bar, claims)
                                .isEqualTo(passes);
                        boolean fails = k >= boundaries.failAtLeast[n];
                        assertThat(Intervals.lowerBound(k, n, rule) > bar).isEqualTo(fails);
                    }
                }
            }
        }
    }

    @Test
    void limitsAreMonotone() {
        RateRule rule = RateRule.of(0.05, 0.05, 1);
        for (int n = 1; n <= 60; n++) {
            for (int k = 0; k < n; k++) {
                double bound = Intervals.upperBound(k, n, rule);
                double next = Intervals.upperBound(k + 1, n, rule);
                assertThat(next > bound || bound > 0.999999).isTrue();
                assertThat(Intervals.clopperPearson(k + 1, n, 0.95).low())
                        .isGreaterThan(Intervals.clopperPearson(k, n, 0.95).low());
                Interval mixture = Intervals.mixture(k, n, 0.05, 0.05);
                assertThat(mixture.contains((double) k / n)).isTrue();
                assertThat(Intervals.mixture(k, n, 0.05, 0.005).width()).isGreaterThanOrEqualTo(mixture.width());
            }
        }
    }

    @Test
    void noDrawsSayNothing() {
        assertThat(Intervals.clopperPearson(0, 0, 0.95)).isEqualTo(new Interval(0, 1));
        assertThat(Intervals.mixture(0, 0, 0.05, 0.05)).isEqualTo(new Interval(0, 1));
        assertThat(Intervals.upperBound(0, 0, RateRule.of(0.05, 0.05, 1))).isEqualTo(1);
    }

    @Test
    void erroredDrawsCountAsHitsInTheHeadlineBound() {
        RateRule rule = RateRule.of(0.1, 0.05, 1);
        Decision decision = rule.decide(java.util.List.of(Outcome.CLEAN, Outcome.ERRORED, Outcome.CLEAN));
        assertThat(Intervals.upperBound(decision, rule)).isEqualTo(Intervals.upperBound(1, 3, rule));
    }

    @Test
    void impossibleCountsAreNamed() {
        assertThatThrownBy(() -> Intervals.clopperPearson(5, 4, 0.95)).hasMessageContaining("5 hits in 4 draws");
        assertThatThrownBy(() -> Intervals.clopperPearson(1, 4, 1)).hasMessageContaining("Confidence is 1.0");
    }

    private static void assertLimits(Interval actual, JsonNode expected, double tolerance) {
        assertThat(actual.low()).isCloseTo(expected.get(0).asDouble(), within(tolerance));
        assertThat(actual.high()).isCloseTo(expected.get(1).asDouble(), within(tolerance));
    }
}
