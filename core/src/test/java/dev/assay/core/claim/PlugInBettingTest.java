package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `betting.json` (confseq) and the WSR steps of `paired.json`: relative 1e-9. The comparison that the
/// mixture beats.
class PlugInBettingTest {
    private static double[] values() {
        double[] once = {0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0};
        double[] x = new double[100];
        for (int i = 0; i < 100; i++) {
            x[i] = once[i % 20];
        }
        return x;
    }

    @Test
    void betsAndMartingale() {
        JsonNode fixture = Fixture.read("betting.json");
        double[] bets = PlugInBetting.bets(values(), 0.05);
        double[] expected = Fixture.doubles(fixture.get("lambda_predmix_eb_first5"));
        for (int i = 0; i < expected.length; i++) {
            assertThat(bets[i]).isCloseTo(expected[i], within(1e-12));
        }
        for (String t : Fixture.names(fixture.get("betting_mart_m=.3"))) {
            double capital = PlugInBetting.hedged(Arrays.copyOf(values(), Integer.parseInt(t)), 0.3, 0.05);
            assertThat(capital)
                    .isCloseTo(fixture.get("betting_mart_m=.3").get(t).asDouble(), within(1e-9));
        }
        JsonNode zeros = fixture.get("neg capital zeros m=.01 theta=0");
        for (String t : Fixture.names(zeros)) {
            assertThat(PlugInBetting.under(new double[Integer.parseInt(t)], 0.01, 0.05))
                    .isCloseTo(zeros.get(t).asDouble(), within(1e-12));
        }
    }

    @Test
    void gradedPairs() {
        JsonNode fixture = Fixture.read("paired.json");
        double[] d = Fixture.doubles(fixture.get("sequences").get(2).get("d"));
        double[] y = Arrays.stream(d).map(v -> (v + 1) / 2).toArray();
        for (JsonNode row : fixture.get("wsr_steps_graded_d0_0.1")) {
            double[] seen = Arrays.copyOf(y, row.get(0).asInt());
            double expected = row.get(2).asDouble();
            assertThat(PlugInBetting.over(seen, 0.55, 0.05)).isCloseTo(expected, within(1e-9 * expected));
        }
    }

    @Test
    void needsManyMoreCleanDrawsThanTheMixture() {
        int clean = 1;
        while (PlugInBetting.under(new double[clean], 0.01, 0.05) < 20) {
            clean++;
        }
        assertThat(clean).isEqualTo(595);
        assertThat(RateRule.of(0.01, 0.05, 1).cleanDrawsToPass()).isEqualTo(327);
    }
}
