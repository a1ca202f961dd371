package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `judge.json` and `ppi.json`: relative 1e-8.
class JudgeTest {
    private static final JsonNode FIXTURE = Fixture.read("judge.json");

    private static JudgeCalibration judge(JsonNode row) {
        return new JudgeCalibration(
                row.get("sens").get(0).asInt(),
                row.get("sens").get(1).asInt(),
                row.get("spec").get(0).asInt(),
                row.get("spec").get(1).asInt());
    }

    @Test
    void correctedRates() {
        for (JsonNode row : FIXTURE.get("rogan_gladen")) {
            JudgeCalibration judge = judge(row);
            int k = row.get("flagged").get(0).asInt();
            int n = row.get("flagged").get(1).asInt();
            JudgeCalibration.Corrected corrected = judge.roganGladen(k, n, 0.95);
            assertClose(corrected.raw(), row.get("pi_raw"));
            assertClose(corrected.clipped(), row.get("pi_clipped"));
            assertClose(corrected.error(), row.get("se_delta"));
            assertClose(corrected.interval(), row.get("ci95_delta"));
            assertClose(judge.langReiczigel(k, n, 0.95), row.get("ci95_lang_reiczigel"));
            assertClose(judge.rectangle(k, n, 0.95), row.get("ci95_rectangle"));
            for (JsonNode resolve : row.get("resolve")) {
                assertClose(judge.sensitivityLower(), resolve.get("Se_lower97.5"));
                assertClose(judge.falsePositiveUpper(), resolve.get("FPR_upper97.5"));
                assertClose(judge.smallestBar(), resolve.get("smallest_bar_this_judge_resolves"));
                assertThat(judge.resolves(resolve.get("p0").asDouble()))
                        .isEqualTo(resolve.get("can_resolve").asBoolean());
            }
        }
    }

    @Test
    void barsForFlags() {
        for (JsonNode row : FIXTURE.get("pass_fail_bars_examples")) {
            RateRule plain = RateRule.of(row.get("p0").asDouble(), 0.05, 1);
            RateRule rule = judge(row).adjust(plain);
            assertClose(rule.passBar(), row.get("flag_bar_for_PASS"));
            assertClose(rule.failBar(), row.get("flag_bar_for_FAIL"));
            assertThat(rule.bar()).isEqualTo(plain.bar());
            assertThat(rule.passMixture().b()).isCloseTo(10 / rule.passBar(), within(1e-9));
            assertThat(rule.cap()).isEqualTo(plain.cap());
            assertThat(rule.cleanDrawsToPass()).isGreaterThan(plain.cleanDrawsToPass());
        }
    }

    @Test
    void underAJudgeTheHeadlineBoundStillAgreesWithTheVerdict() {
        RateRule rule = new JudgeCalibration(95, 100, 198, 200).adjust(RateRule.of(0.05, 0.05, 1));
        int n = rule.cleanDrawsToPass();
        assertThat(Intervals.upperBound(0, n, rule)).isLessThan(0.05);
        assertThat(Intervals.upperBound(0, n - 1, rule)).isGreaterThan(0.05);
    }

    @Test
    void predictionPowered() {
        for (JsonNode row : FIXTURE.get("ppi")) {
            JsonNode cells = row.get("labelled_cells_Y1f1_Y1f0_Y0f1_Y0f0");
            PredictionPowered ppi = new PredictionPowered(
                    cells.get(0).asInt(),
                    cells.get(1).asInt(),
                    cells.get(2).asInt(),
                    cells.get(3).asInt(),
                    row.get("unlabelled_flagged").get(0).asInt(),
                    row.get("unlabelled_flagged").get(1).asInt());
            for (String name : List.of("classical lambda=0", "ppi lambda=1", "tuned")) {
                JsonNode expected = row.get(name);
                double lambda = switch (name) {
                    case "tuned" -> ppi.tunedLambda();
                    case "ppi lambda=1" -> 1;
                    default -> 0;
                };
                assertClose(lambda, expected.get("lambda"));
                PredictionPowered.Estimate estimate = ppi.estimate(lambda, 0.95);
                assertClose(estimate.estimate(), expected.get("estimate"));
                assertClose(estimate.error(), expected.get("se"));
                assertClose(estimate.interval(), expected.get("ci95"));
                assertClose(ppi.estimate(lambda, 0.9).interval(), expected.get("ci90"));
            }
        }
    }

    @Test
    void predictionPoweredReference() {
        JsonNode fixture = Fixture.read("ppi.json");
        int[] cells = new int[4];
        for (int i = 0; i < fixture.get("Y").size(); i++) {
            boolean y = fixture.get("Y").get(i).asDouble() == 1;
            boolean f = fixture.get("Yhat").get(i).asDouble() == 1;
            cells[y ? (f ? 0 : 1) : (f ? 2 : 3)]++;
        }
        PredictionPowered ppi = new PredictionPowered(cells[0], cells[1], cells[2], cells[3], 60, 200);
        assertClose(ppi.estimate(0, 0.9).interval(), fixture.get("0").get("ci90"));
        assertClose(ppi.estimate(1, 0.9).interval(), fixture.get("1").get("ci90"));
        assertClose(ppi.tuned(0.9).interval(), fixture.get("None").get("ci90"));
        assertClose(ppi.estimate(1, 0.9).error(), fixture.get("hand_lam1").get("se"));
    }

    @Test
    void uselessJudgesAndEmptyTablesAreNamed() {
        assertThatThrownBy(() -> new JudgeCalibration(0, 0, 1, 1)).hasMessageContaining("0 and 1");
        assertThatThrownBy(() -> new JudgeCalibration(5, 10, 5, 10).roganGladen(1, 10, 0.95))
                .hasMessageContaining("no better than chance");
        assertThatThrownBy(() -> new JudgeCalibration(5, 10, 9, 10).rectangle(0, 0, 0.95))
                .hasMessageContaining("No draws");
        assertThatThrownBy(() -> new PredictionPowered(0, 0, 0, 0, 1, 2)).hasMessageContaining("labelled items");
    }

    private static void assertClose(double actual, JsonNode expected) {
        double value = expected.asDouble();
        // The delta interval of a quantity that is exactly 0 carries rounding of the order of 1e-17.
        assertThat(actual).isCloseTo(value, within(1e-10 + 1e-8 * Math.abs(value)));
    }

    private static void assertClose(Interval actual, JsonNode expected) {
        assertClose(actual.low(), expected.get(0));
        assertClose(actual.high(), expected.get(1));
    }
}
