package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `ebh.json` (rejections exact, adjusted values relative 1e-9) and `ppv.json` (relative 1e-8).
class ReportStatisticsTest {
    private static final JsonNode MANY = Fixture.read("ebh.json");

    @Test
    void manyClaimsByEvidence() {
        for (JsonNode row : MANY.get("e_examples")) {
            double[] e = Fixture.doubles(row.get("e"));
            assertThat(indices(ManyClaims.eachAlone(e, 0.05)))
                    .isEqualTo(indices(row.get("bonferroni_E_ge_m_over_alpha")));
            double[] falseDiscovery = ManyClaims.eBenjaminiHochberg(e);
            assertRelative(falseDiscovery, row.get("ebh_adjusted"), 1e-9);
            assertThat(indices(ManyClaims.atMost(falseDiscovery, 0.05)))
                    .as(row.get("name").asString())
                    .isEqualTo(indices(row.get("ebh_rejected_index0")));
            double[] closed = ManyClaims.closedMean(e);
            assertRelative(closed, row.get("closed_mean_adjusted_e"), 1e-9);
            assertThat(indices(ManyClaims.atLeast(closed, 0.05))).isEqualTo(indices(row.get("closed_mean_rejected")));
            assertThat(indices(ManyClaims.atLeast(closed, 0.05))).containsAll(indices(ManyClaims.eachAlone(e, 0.05)));
            assertThat(ManyClaims.allHold(e, 0.05))
                    .isEqualTo(
                            row.get("all_pass_headline_min_E_ge_1_over_alpha").asBoolean());
        }
    }

    @Test
    void manyClaimsByPValue() {
        for (JsonNode row : MANY.get("p_examples")) {
            double[] p = Fixture.doubles(row.get("p"));
            assertRelative(ManyClaims.holm(p), row.get("holm_adjusted"), 1e-9);
            assertThat(indices(ManyClaims.atMost(ManyClaims.holm(p), 0.05)))
                    .isEqualTo(indices(row.get("holm_rejected")));
            assertRelative(ManyClaims.benjaminiHochberg(p), row.get("bh_adjusted"), 1e-9);
            assertThat(indices(ManyClaims.atMost(ManyClaims.benjaminiHochberg(p), 0.05)))
                    .isEqualTo(indices(row.get("bh_rejected")));
        }
    }

    @Test
    void callsNeededByNumberOfClaims() {
        for (JsonNode row : MANY.get("calls_needed_p0_0.01_pass_mixture_1_1000")) {
            assertThat(RateRule.of(0.01, 0.05, row.get(0).asInt()).cleanDrawsToPass())
                    .isEqualTo(row.get(3).asInt());
        }
    }

    @Test
    void strengthOfAFinding() {
        for (JsonNode row : Fixture.read("ppv.json").get("rows")) {
            int hits = row.get("hits_on_bad").get(0).asInt();
            int alarms = row.get("false_alarms_on_good").get(0).asInt();
            FindingStrength strength = new FindingStrength(
                    hits,
                    row.get("hits_on_bad").get(1).asInt(),
                    alarms,
                    row.get("false_alarms_on_good").get(1).asInt());
            assertClose(strength.sensitivity(), row.get("sensitivity"));
            assertClose(strength.falseAlarmRate(), row.get("false_alarm"));
            assertClose(strength.likelihoodRatio(), row.get("LR_plus"));
            assertClose(strength.negativeLikelihoodRatio(), row.get("LR_minus"));
            assertClose(strength.sensitivityLimits(0.95), row.get("CP97.5_sensitivity"));
            assertClose(strength.falseAlarmLimits(0.95), row.get("CP97.5_false_alarm"));
            assertClose(strength.likelihoodRatioLimits(0.95), row.get("LR_plus_95_rectangle"));
            assertClose(strength.negativeLikelihoodRatioLimits(0.95), row.get("LR_minus_95_rectangle"));
            assertClose(strength.likelihoodRatioLogDelta(0.95), row.get("LR_plus_95_log_delta"));
            assertThat(strength.lowerLimitsOnly()).isEqualTo(alarms == 0);
            for (JsonNode base : row.get("ppv")) {
                double rate = base.get("base_rate").asDouble();
                assertClose(strength.positivePredictiveValue(rate), base.get("ppv"));
                assertClose(strength.positivePredictiveLimits(rate, 0.95), base.get("ppv_95_rectangle"));
                assertClose(strength.negativePredictiveValue(rate), base.get("npv"));
                assertClose(strength.negativePredictiveLimits(rate, 0.95), base.get("npv_95_rectangle"));
            }
        }
    }

    @Test
    void strengthOfAVerdict() {
        for (JsonNode row : Fixture.read("ppv.json").get("verdicts")) {
            double bar = row.get("p0").asDouble();
            RateRule rule = RateRule.of(bar, 0.05, 1);
            double other = row.get("finding").asString().contains("0.2") ? 0.2 * bar : bar;
            var points =
                    PowerCurve.exact(rule, new double[] {row.get("bad_rate").asDouble(), other});
            double ratio = points.get(0).fail() / points.get(1).fail();
            assertThat(ratio).as(row.toString()).isCloseTo(row.get("LR").asDouble(), within(1e-8 * ratio));
            double[] base = {0.01, 0.1, 0.5};
            for (int i = 0; i < 3; i++) {
                JsonNode expected = row.get("ppv_at_1_10_50_pct").get(i);
                if (expected != null) {
                    assertClose(FindingStrength.predictive(base[i], ratio), expected);
                }
            }
        }
    }

    @Test
    void impossibleTablesAreNamed() {
        assertThatThrownBy(() -> new FindingStrength(3, 2, 0, 1)).hasMessageContaining("3 hits in 2 draws");
        assertThatThrownBy(() -> new FindingStrength(0, 0, 0, 1)).hasMessageContaining("0 and 1");
        assertThatThrownBy(() -> FindingStrength.predictive(0, 3)).hasMessageContaining("base rate");
    }

    private static List<Integer> indices(boolean[] rejected) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < rejected.length; i++) {
            if (rejected[i]) {
                indices.add(i);
            }
        }
        return indices;
    }

    private static List<Integer> indices(JsonNode array) {
        List<Integer> indices = new ArrayList<>();
        array.forEach(v -> indices.add(v.asInt()));
        return indices;
    }

    private static void assertRelative(double[] actual, JsonNode expected, double tolerance) {
        assertThat(actual).hasSize(expected.size());
        for (int i = 0; i < actual.length; i++) {
            double value = expected.get(i).asDouble();
            assertThat(actual[i]).isCloseTo(value, within(tolerance * Math.abs(value)));
        }
    }

    private static void assertClose(double actual, JsonNode expected) {
        if (expected.isString()) {
            assertThat(expected.asString()).isEqualTo("inf");
            assertThat(actual).isEqualTo(Double.POSITIVE_INFINITY);
        } else {
            double value = expected.asDouble();
            assertThat(actual).isCloseTo(value, within(1e-12 + 1e-8 * Math.abs(value)));
        }
    }

    private static void assertClose(Interval actual, JsonNode expected) {
        assertClose(actual.low(), expected.get(0));
        assertClose(actual.high(), expected.get(1));
    }
}
