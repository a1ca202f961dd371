package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Exact coverage of the intervals where the rule stopped (`stopped_intervals.json`, probabilities 1e-8),
/// by an enumeration of the stopped states that is independent of {@link PowerCurve}.
class StoppedCoverageTest {
    private record Stop(int hits, int draws, double[] probability) {}

    @Test
    void coverage() {
        for (JsonNode row : Fixture.read("stopped_intervals.json").get("coverage")) {
            double bar = row.get("p0").asDouble();
            RateRule rule = RateRule.of(bar, 0.05, 1);
            double[] rates = new double[row.get("rows").size()];
            for (int i = 0; i < rates.length; i++) {
                rates[i] = row.get("rows").get(i).get("p").asDouble();
            }
            double[][] covered = new double[rates.length][4];
            for (Stop stop : stops(rule, rates)) {
                double upper = Intervals.upperBound(stop.hits, stop.draws, rule);
                double lower = Intervals.lowerBound(stop.hits, stop.draws, rule);
                Interval mixture = Intervals.mixture(stop.hits, stop.draws, bar, 0.05);
                Interval exact = Intervals.clopperPearson(stop.hits, stop.draws, 0.95);
                for (int i = 0; i < rates.length; i++) {
                    double p = stop.probability[i];
                    covered[i][0] += rates[i] <= upper ? p : 0;
                    covered[i][1] += rates[i] >= lower ? p : 0;
                    covered[i][2] += mixture.contains(rates[i]) ? p : 0;
                    covered[i][3] += exact.contains(rates[i]) ? p : 0;
                }
            }
            int[] columns = {0, 1, 4, 5};
            for (int i = 0; i < rates.length; i++) {
                for (int c = 0; c < columns.length; c++) {
                    double expected =
                            row.get("rows").get(i).get("exact").get(columns[c]).asDouble();
                    assertThat(covered[i][c])
                            .as("bar %s rate %s column %d", bar, rates[i], columns[c])
                            .isCloseTo(expected, within(1e-8));
                }
                assertThat(covered[i][0]).isGreaterThan(0.95);
                assertThat(covered[i][2]).isGreaterThan(0.95);
            }
        }
    }

    private static List<Stop> stops(RateRule rule, double[] rates) {
        RateBoundaries table = RateBoundaries.of(rule);
        List<Stop> stops = new ArrayList<>();
        double[][] mass = new double[rates.length][rule.cap() + 2];
        boolean[] open = new boolean[rule.cap() + 2];
        open[0] = true;
        for (double[] of : mass) {
            of[0] = 1;
        }
        for (int n = 1; n <= rule.cap(); n++) {
            for (int k = n; k >= 0; k--) {
                boolean reached = open[k] || (k > 0 && open[k - 1]);
                if (!reached) {
                    continue;
                }
                double[] here = new double[rates.length];
                for (int i = 0; i < rates.length; i++) {
                    here[i] = mass[i][k] * (1 - rates[i]) + (k > 0 ? mass[i][k - 1] * rates[i] : 0);
                }
                boolean stop =
                        n == rule.cap() || k <= table.passAtMost[n] || k >= table.failAtLeast[n] || table.futile(k, n);
                if (stop) {
                    stops.add(new Stop(k, n, here));
                }
                for (int i = 0; i < rates.length; i++) {
                    mass[i][k] = stop ? 0 : here[i];
                }
                open[k] = !stop;
            }
        }
        return stops;
    }
}
