package dev.assay.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.claim.Interval;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Held against bench/calibrate/firth.py, which goes by Newton steps on the modified score.
class FirthFitTest {
    private static JsonNode fixture() throws IOException {
        try (InputStream in = Objects.requireNonNull(FirthFitTest.class.getResourceAsStream("firth.json"))) {
            return JsonMapper.builder().build().readTree(in);
        }
    }

    private static FirthFit fit(JsonNode each) {
        List<FirthFit.Point> points = new ArrayList<>();
        for (int i = 0; i < each.get("doses").size(); i++) {
            points.add(new FirthFit.Point(
                    each.get("doses").get(i).asDouble(),
                    each.get("found").get(i).asInt() == 1));
        }
        return new FirthFit(points);
    }

    @Test
    void fitAndIntervalsAreThoseOfTheReference() throws IOException {
        JsonNode root = fixture();
        double tolerance = root.get("tolerance").asDouble();
        for (JsonNode each : root.get("cases")) {
            FirthFit fit = fit(each);
            String name = each.get("name").asString();
            assertThat(fit.intercept()).as(name).isCloseTo(each.get("intercept").asDouble(), within(tolerance));
            assertThat(fit.slope()).as(name).isCloseTo(each.get("slope").asDouble(), within(tolerance));
            assertThat(fit.power(0.1))
                    .as(name)
                    .isCloseTo(each.get("powerAtTenth").asDouble(), within(tolerance));
            Interval power = fit.powerLimits(0.1);
            assertThat(power.low())
                    .as(name)
                    .isCloseTo(each.get("powerAtTenthLow").asDouble(), within(tolerance));
            assertThat(power.high())
                    .as(name)
                    .isCloseTo(each.get("powerAtTenthHigh").asDouble(), within(tolerance));
            for (int share : new int[] {50, 90}) {
                String key = "dose" + share;
                if (each.has(key)) {
                    Interval limits = fit.doseLimits(share / 100.0);
                    double dose = each.get(key).asDouble();
                    assertThat(fit.dose(share / 100.0)).as(name + key).isCloseTo(dose, within(tolerance * dose));
                    limit(limits.low(), each.get(key + "Low"), 0, name + key);
                    limit(limits.high(), each.get(key + "High"), Double.POSITIVE_INFINITY, name + key);
                }
            }
        }
    }

    private static void limit(double value, JsonNode wanted, double open, String name) {
        if (wanted.isNull()) {
            assertThat(value).as(name).isEqualTo(open);
        } else {
            assertThat(value / wanted.asDouble()).as(name).isCloseTo(1, within(1e-3));
        }
    }

    @Test
    void separatedPointsStayFinite() {
        FirthFit fit = new FirthFit(List.of(
                new FirthFit.Point(0.01, false),
                new FirthFit.Point(0.02, false),
                new FirthFit.Point(0.5, true),
                new FirthFit.Point(1, true)));
        assertThat(fit.slope()).isPositive().isFinite();
        assertThat(fit.dose(0.5)).isBetween(0.02, 0.5);
    }

    @Test
    void intervalsCoverTheTruth() {
        SplittableRandom random = new SplittableRandom(9);
        double[] doses = {0.02, 0.05, 0.1, 0.2, 0.5};
        int covered = 0;
        int runs = 200;
        for (int run = 0; run < runs; run++) {
            List<FirthFit.Point> points = new ArrayList<>();
            for (double dose : doses) {
                for (int i = 0; i < 5; i++) {
                    double power = 1 / (1 + Math.exp(-(5 + 2 * Math.log(dose))));
                    points.add(new FirthFit.Point(dose, random.nextDouble() < power));
                }
            }
            Interval limits = new FirthFit(points).powerLimits(0.1);
            double truth = 1 / (1 + Math.exp(-(5 + 2 * Math.log(0.1))));
            covered += limits.low() <= truth && truth <= limits.high() ? 1 : 0;
        }
        // Binomial(200, .95): fewer than 180 in 1 of 500.
        assertThat(covered).isGreaterThanOrEqualTo(180);
    }

    @Test
    void oneDoseIsNoCurve() {
        List<FirthFit.Point> points = List.of(new FirthFit.Point(0.1, true), new FirthFit.Point(0.1, false));
        assertThatThrownBy(() -> new FirthFit(points)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FirthFit.Point(0, true)).hasMessageContaining("0.0");
    }
}
