package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `paired.json`: log-E absolute 1e-9 (and the rounding of its ten printed digits).
class PairedRuleFixtureTest {
    private static final JsonNode FIXTURE = Fixture.read("paired.json");

    @Test
    void logEvidenceByCounts() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 1);
        for (JsonNode row : FIXTURE.get("counts")) {
            int plus = row.get(0).asInt();
            int zero = row.get(1).asInt();
            int minus = row.get(2).asInt();
            assertClose(rule.logGreater(plus, zero, minus), row.get(3).asDouble());
            assertClose(rule.logLess(plus, zero, minus), row.get(4).asDouble());
            assertClose(rule.logLess(minus, zero, plus), row.get(5).asDouble());
            assertClose(
                    PairedBets.greater(0).logE(plus, zero, minus), row.get(6).asDouble());
            assertClose(
                    new BetaMixture(1, 1).logAgainstAtMost(plus, plus + minus, 0.5),
                    row.get(7).asDouble());
        }
    }

    @Test
    void concordantPairsNeeded() {
        JsonNode expected = FIXTURE.get("smallest_all_concordant_n_to_pass_d0_0.1");
        assertThat(PairedRule.of(0.1, 0.05, 1).cleanDrawsToPass())
                .isEqualTo(expected.get("n").asInt())
                .isGreaterThanOrEqualTo(expected.get("floor").asInt());
    }

    @Test
    void logEvidenceOfSequences() {
        for (JsonNode sequence : FIXTURE.get("sequences")) {
            double[] d = Fixture.doubles(sequence.get("d"));
            for (int t = 1; t <= d.length; t++) {
                double[] seen = Arrays.copyOf(d, t);
                assertClose(
                        PairedBets.logGreater(seen, 0.1),
                        sequence.get("logE_greater_d0_0.1").get(t - 1).asDouble());
                assertClose(
                        PairedBets.logLess(seen, 0.1),
                        sequence.get("logE_less_d0_0.1").get(t - 1).asDouble());
            }
        }
    }

    private static void assertClose(double actual, double expected) {
        assertThat(actual).isCloseTo(expected, within(1e-9 + 5e-10 * Math.abs(expected)));
    }
}
