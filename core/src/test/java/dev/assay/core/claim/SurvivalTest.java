package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.claim.Episode.End;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// `survival_drift.json` and `survival.json` (lifelines): relative 1e-8 or the printed digits, integers
/// exact.
class SurvivalTest {
    private static final JsonNode FIXTURE = Fixture.read("survival_drift.json");

    private static List<Episode> episodes(String name) {
        JsonNode data = FIXTURE.get("datasets").get(name);
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < data.get("T").size(); i++) {
            episodes.add(new Episode(
                    data.get("T").get(i).asInt(),
                    End.values()[data.get("end").get(i).asInt()]));
        }
        return episodes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "C all clean", "D few late events"})
    void curve(String name) {
        JsonNode expected = FIXTURE.get("results").get(name);
        KaplanMeier curve = KaplanMeier.of(episodes(name), 0.95);
        assertThat(curve.longestFollowUp())
                .isEqualTo(expected.get("max_follow_up").asInt());
        assertThat(curve.pooledTurns()).isEqualTo(expected.get("total_turns").asInt());
        assertThat(curve.violations()).isEqualTo(expected.get("events").asInt());
        assertThat(curve.steps()).hasSize(expected.get("km").size());
        for (int i = 0; i < curve.steps().size(); i++) {
            KaplanMeier.Step step = curve.steps().get(i);
            JsonNode row = expected.get("km").get(i);
            assertThat(step.turn()).isEqualTo(row.get(0).asInt());
            assertThat(step.atRisk()).isEqualTo(row.get(1).asInt());
            assertThat(step.events()).isEqualTo(row.get(2).asInt());
            assertRelative(step.survival(), row.get(3));
            assertRelative(step.error(), row.get(4));
            assertRelative(step.low(), row.get(5));
            assertRelative(step.high(), row.get(6));
        }
        for (String q : List.of("H95", "H80", "H50")) {
            double quality = Integer.parseInt(q.substring(1)) / 100.0;
            KaplanMeier.Horizon horizon = curve.horizon(quality);
            assertTurn(horizon.estimate(), expected.get(q).get("estimate"));
            assertTurn(horizon.lower(), expected.get(q).get("lower"));
            assertTurn(horizon.upper(), expected.get(q).get("upper"));
            JsonNode guaranteed = expected.get(
                            "guaranteed_lower (1 - CP upper of P(violation by t), episodes censored before t dropped)")
                    .get(q);
            assertThat(curve.guaranteed(quality, 0.95))
                    .isEqualTo(guaranteed.get("one_sided_95").asInt());
            assertThat(curve.guaranteed(quality, 0.975))
                    .isEqualTo(guaranteed.get("one_sided_97.5").asInt());
        }
        JsonNode hazard = expected.get("pooled_hazard").get("clopper_pearson95");
        Interval limits = Intervals.clopperPearson(curve.violations(), curve.pooledTurns(), 0.95);
        assertRelative(limits.low(), hazard.get(0));
        assertRelative(limits.high(), hazard.get(1));
    }

    private static void assertTurn(OptionalInt actual, JsonNode expected) {
        assertThat(actual).isEqualTo(expected.isNull() ? OptionalInt.empty() : OptionalInt.of(expected.asInt()));
    }

    @Test
    void noEvent() {
        JsonNode expected = FIXTURE.get("results").get("C all clean").get("no_event_bound");
        assertRelative(KaplanMeier.noEventLowerBound(60, 0.95), expected.get("S_lower_95_one_sided_at_max_follow_up"));
        assertRelative(KaplanMeier.noEventHazardBound(2400, 0.95), expected.get("constant_hazard_upper_95"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "B", "D few late events"})
    void competingEnds(String name) {
        JsonNode rows = FIXTURE.get("results").get(name).get("aalen_johansen");
        List<AalenJohansen.Step> steps = AalenJohansen.of(episodes(name));
        assertThat(steps).hasSize(rows.size());
        for (int i = 0; i < steps.size(); i++) {
            AalenJohansen.Step step = steps.get(i);
            JsonNode row = rows.get(i);
            assertThat(step.turn()).isEqualTo(row.get(0).asInt());
            assertThat(step.atRisk()).isEqualTo(row.get(1).asInt());
            assertRelative(step.violations(), row.get(5));
            assertRelative(step.finished(), row.get(6));
            assertRelative(step.brokenOff(), row.get(7));
            assertRelative(step.survival(), row.get(8));
            assertRelative(step.violationsError(), row.get(9));
            assertRelative(step.finishedError(), row.get(10));
            assertThat(step.violations() + step.finished() + step.brokenOff() + step.survival())
                    .isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void logRank() {
        for (JsonNode row : FIXTURE.get("logrank")) {
            LogRank test = LogRank.of(
                    episodes(row.get("groups").get(0).asString()),
                    episodes(row.get("groups").get(1).asString()));
            assertThat(test.observed()).isEqualTo(row.get("observed_first").asInt());
            assertRelative(test.expected(), row.get("expected_first"));
            assertRelative(test.variance(), row.get("variance"));
            assertRelative(test.chiSquared(), row.get("chi2"));
            assertRelative(test.p(), row.get("p"));
        }
    }

    @Test
    void freireich() {
        JsonNode fixture = Fixture.read("survival.json");
        List<Episode> drug = group(fixture.get("freireich_6MP"));
        List<Episode> placebo = group(fixture.get("placebo"));
        JsonNode rows = fixture.get("freireich_6MP").get("km_rows_t_n_d_S_greenwoodSE_loglogCI");
        KaplanMeier curve = KaplanMeier.of(drug, 0.95);
        for (int i = 0; i < rows.size(); i++) {
            KaplanMeier.Step step = curve.steps().get(i);
            assertThat(step.turn()).isEqualTo(rows.get(i).get(0).asInt());
            assertThat(step.survival()).isCloseTo(rows.get(i).get(3).asDouble(), within(1e-8));
            assertThat(step.error()).isCloseTo(rows.get(i).get(4).asDouble(), within(1e-8));
            assertThat(step.low()).isCloseTo(rows.get(i).get(5).get(0).asDouble(), within(1e-8));
            assertThat(step.high()).isCloseTo(rows.get(i).get(5).get(1).asDouble(), within(1e-8));
        }
        LogRank test = LogRank.of(drug, placebo);
        assertRelative(test.chiSquared(), fixture.get("logrank").get("chi2"));
        assertRelative(test.p(), fixture.get("logrank").get("p"));
    }

    private static List<Episode> group(JsonNode data) {
        List<Episode> episodes = new ArrayList<>();
        for (int i = 0; i < data.get("T").size(); i++) {
            episodes.add(new Episode(
                    data.get("T").get(i).asInt(), data.get("E").get(i).asInt() == 1 ? End.VIOLATION : End.CENSORED));
        }
        return episodes;
    }

    @Test
    void hazardsBehindAJudge() {
        for (JsonNode row : FIXTURE.get("hazard_correction")) {
            JudgeCalibration.Corrected corrected = JudgeCalibration.hazard(
                    row.get(0).asInt(),
                    row.get(1).asInt(),
                    row.get(2).asDouble(),
                    row.get(3).asDouble());
            assertThat(corrected.raw()).isCloseTo(row.get(5).asDouble(), within(1e-10));
            assertThat(corrected.clipped()).isCloseTo(row.get(6).asDouble(), within(1e-10));
            assertThat(corrected.error()).isCloseTo(row.get(7).asDouble(), within(1e-10));
        }
        for (JsonNode row : FIXTURE.get("false_violation_by_turn")) {
            double specificity = row.get(0).asDouble();
            int turns = row.get(1).asInt();
            assertRelative(JudgeCalibration.falseViolation(specificity, turns, false), row.get(2));
            assertRelative(JudgeCalibration.falseViolation(specificity, turns, true), row.get(3));
        }
    }

    @Test
    void aSurvivalClaimIsARateClaimOnEpisodes() {
        JsonNode needed = FIXTURE.get("drift_as_rate_claim").get("clean_episodes_needed");
        assertThat(RateRule.of(0.01, 0.05, 1).cleanDrawsToPass())
                .isEqualTo(needed.get("S>=0.99").asInt());
        assertThat(RateRule.of(0.05, 0.05, 1).cleanDrawsToPass())
                .isEqualTo(needed.get("S>=0.95").asInt());
        assertThat(RateRule.of(0.1, 0.05, 1).cleanDrawsToPass())
                .isEqualTo(needed.get("S>=0.90").asInt());
    }

    @Test
    void theReportsCurveHasEveryTurn() {
        var steps = KaplanMeier.of(
                        List.of(
                                new Episode(2, End.VIOLATION),
                                new Episode(3, End.CENSORED),
                                new Episode(3, End.VIOLATION)),
                        0.95)
                .curve(4)
                .steps();
        assertThat(steps).hasSize(4);
        assertThat(steps.get(0).survival()).isEqualTo(1);
        assertThat(steps.get(0).low()).isNaN();
        assertThat(steps.get(1).survival()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(steps.get(2).atRisk()).isEqualTo(2);
        assertThat(steps.get(2).survival()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(steps.get(3).atRisk()).isZero();
        assertThat(steps.get(3).survival()).isEqualTo(steps.get(2).survival());
    }

    @Test
    void everyoneViolatingLeavesNothing() {
        KaplanMeier curve = KaplanMeier.of(List.of(new Episode(2, End.VIOLATION), new Episode(2, End.VIOLATION)), 0.95);
        assertThat(curve.steps()).containsExactly(new KaplanMeier.Step(2, 2, 2, 0, 0, 0, 0));
        assertThat(curve.horizon(0.5).estimate()).hasValue(1);
        assertThatThrownBy(() -> KaplanMeier.of(List.of(), 0.95)).hasMessageContaining("at least one episode");
        assertThatThrownBy(() -> new Episode(0, End.CENSORED)).hasMessageContaining("turn 0");
    }

    private static void assertRelative(double actual, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(1e-12 + 1e-8 * Math.abs(value)));
    }
}
