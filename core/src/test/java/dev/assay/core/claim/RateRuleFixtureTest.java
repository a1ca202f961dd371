package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `eprocess_rate_claims.json`: log-E absolute + relative 1e-9, integers exact, probabilities 1e-8, calls
/// relative 1e-7.
class RateRuleFixtureTest {
    private static final double ALPHA = 0.05;

    private static JsonNode claim(String bar) {
        return Fixture.read("eprocess_rate_claims.json").get("claims").get(bar);
    }

    private static RateRule rule(String bar, int claims) {
        return RateRule.of(Double.parseDouble(bar), ALPHA, claims);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.05", "0.1"})
    void defaultsAreThoseOfTheDesign(String bar) {
        JsonNode claim = claim(bar);
        RateRule rule = rule(bar, 1);
        assertThat(rule.passMixture().a())
                .isEqualTo(claim.get("pass_mixture").get("a").asDouble());
        assertThat(rule.passMixture().b())
                .isEqualTo(claim.get("pass_mixture").get("b").asDouble());
        assertThat(rule.failMixture()).isEqualTo(new BetaMixture(0.75, 3));
        assertThat(rule.beta()).isEqualTo(0.05);
        assertThat(rule.cap()).isEqualTo(claim.get("cap").asInt());
        assertThat(rule.threshold()).isEqualTo(Math.log(20));
        assertThat(rule(bar, 10).threshold()).isCloseTo(Math.log(200), within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.05", "0.1"})
    void logEvidence(String bar) {
        RateRule rule = rule(bar, 1);
        for (JsonNode row : claim(bar).get("grid")) {
            int n = row.get(0).asInt();
            int k = row.get(1).asInt();
            assertClose(rule.logPass(k, n), row.get(2).asDouble());
            assertClose(rule.logFail(k, n), row.get(3).asDouble());
            assertClose(rule.logNotGood(k, n), row.get(4).asDouble());
            assertClose(rule.logNotBad(k, n), row.get(5).asDouble());
        }
    }

    private static void assertClose(double actual, double expected) {
        // The fixture prints ten digits, so a further 5e-10 relative is its own rounding.
        assertThat(actual).isCloseTo(expected, within(1e-9 + 1.5e-9 * Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({"0.01,1", "0.01,10", "0.01,50", "0.05,1", "0.05,10", "0.05,50", "0.1,1", "0.1,10", "0.1,50"})
    void cleanDrawsNeeded(String bar, int claims) {
        JsonNode expected =
                claim(bar).get("smallest_clean_n_by_number_of_claims_m").get("" + claims);
        int n = rule(bar, claims).cleanDrawsToPass();
        assertThat(n).isEqualTo(expected.get("n").asInt());
        assertThat(n)
                .isGreaterThanOrEqualTo(expected.get("floor_any_valid_rule").asInt());
        JsonNode byHits = claim(bar).get("decision_tables").get("pass_smallest_n_for_k_failures_0..10_by_m");
        for (int k = 0; k <= 10; k++) {
            JsonNode needed = byHits.get("" + claims).get(k);
            if (!needed.isNull()) {
                assertThat(rule(bar, claims).drawsToPass(k)).isEqualTo(needed.asInt());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.05", "0.1"})
    void decisionTables(String bar) {
        RateRule rule = rule(bar, 1);
        RateBoundaries boundaries = RateBoundaries.of(rule);
        JsonNode tables = claim(bar).get("decision_tables");
        for (JsonNode row : tables.get("fail_[k,largest n at which k hits fail]")) {
            assertLargest(row, rule.cap(), (k, n) -> boundaries.failAtLeast[n] <= k);
        }
        for (JsonNode row : tables.get("futility_low_[k,largest n at which k hits reject H0 p<=qL]")) {
            assertLargest(row, rule.cap(), (k, n) -> boundaries.notGoodAtLeast[n] <= k);
        }
        for (JsonNode row : tables.get("futility_high_[k,smallest n at which k or fewer hits reject H0 p>=qH]")) {
            int k = row.get(0).asInt();
            int n = row.get(1).asInt();
            assertThat(boundaries.notBadAtMost[n]).isGreaterThanOrEqualTo(k);
            assertThat(boundaries.notBadAtMost[n - 1]).isLessThan(k);
        }
    }

    private interface Holds {
        boolean at(int hits, int draws);
    }

    private static void assertLargest(JsonNode row, int cap, Holds holds) {
        int k = row.get(0).asInt();
        int largest = 0;
        for (int n = Math.max(1, k); n <= cap; n++) {
            largest = holds.at(k, n) ? n : largest;
        }
        assertThat(largest).isEqualTo(row.get(1).isNull() ? 0 : row.get(1).asInt());
    }

    /// `eprocess_rate_claims_alpha01.json`, made by `bench/claims/make_fixture.py`, which gives the other
    /// fixture too.
    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.05", "0.1"})
    void theRuleAtAnErrorBoundOfOnePercent(String bar) {
        JsonNode claim =
                Fixture.read("eprocess_rate_claims_alpha01.json").get("claims").get(bar);
        double rate = Double.parseDouble(bar);
        RateRule rule = RateRule.of(rate, 0.01, 1);
        assertThat(rule.cap()).isEqualTo(claim.get("cap").asInt());
        claim.get("pass_smallest_n_for_k_failures_0..5_by_m").properties().forEach(needed -> {
            RateRule ofMany = RateRule.of(rate, 0.01, Integer.parseInt(needed.getKey()));
            for (int k = 0; k <= 5; k++) {
                assertThat(ofMany.drawsToPass(k))
                        .isEqualTo(needed.getValue().get(k).asInt());
            }
        });
        RateBoundaries boundaries = RateBoundaries.of(rule);
        for (JsonNode row : claim.get("fail_[k,largest n at which k hits fail]")) {
            assertLargest(row, rule.cap(), (k, n) -> boundaries.failAtLeast[n] <= k);
        }
        for (JsonNode row : claim.get("dp_recommended_two_sided_futility")) {
            assertPower(rule, row);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "0.05", "0.1"})
    @DisplayName("exact operating characteristics")
    void power(String bar) {
        for (JsonNode row : claim(bar).get("dp_recommended_two_sided_futility")) {
            assertPower(rule(bar, 1), row);
        }
    }

    private static void assertPower(RateRule rule, JsonNode row) {
        PowerPoint point =
                PowerCurve.exact(rule, new double[] {row.get("p").asDouble()}).getFirst();
        assertThat(point.pass()).isCloseTo(row.get("pass").asDouble(), within(1e-8));
        assertThat(point.fail()).isCloseTo(row.get("fail").asDouble(), within(1e-8));
        assertThat(point.inconclusive())
                .isCloseTo(
                        row.get("inconclusive_futility").asDouble()
                                + row.get("inconclusive_cap").asDouble(),
                        within(1e-8));
        double calls = row.get("expected_calls").asDouble();
        assertThat(point.expectedDraws()).isCloseTo(calls, within(1e-7 * calls));
    }
}
