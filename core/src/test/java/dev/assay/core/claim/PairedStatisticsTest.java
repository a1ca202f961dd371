package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The rest of `paired.json`: confidence limits 1e-7, McNemar and errors relative 1e-9, simulated values
/// 0.01.
class PairedStatisticsTest {
    private static final JsonNode FIXTURE = Fixture.read("paired.json");

    @Test
    void confidenceSequences() {
        for (JsonNode sequence : FIXTURE.get("sequences")) {
            double[] d = Fixture.doubles(sequence.get("d"));
            for (JsonNode row : sequence.get("cs95_at")) {
                Interval interval = BettingInterval.ofDifferences(
                        Arrays.copyOf(d, row.get(0).asInt()), 0.05);
                assertThat(interval.low()).isCloseTo(row.get(1).asDouble(), within(1e-7));
                assertThat(interval.high()).isCloseTo(row.get(2).asDouble(), within(1e-7));
            }
        }
        assertThat(BettingInterval.ofPairs(2, 5, 1, 0.05))
                .isEqualTo(BettingInterval.ofDifferences(new double[] {1, 1, -1, 0, 0, 0, 0, 0}, 0.05));
        assertThat(BettingInterval.ofPairs(0, 0, 0, 0.05)).isEqualTo(new Interval(-1, 1));
    }

    @Test
    void mcNemar() {
        for (JsonNode row : FIXTURE.get("mcnemar")) {
            PairedComparison.McNemar test =
                    PairedComparison.McNemar.of(row.get(0).asInt(), row.get(1).asInt());
            assertRelative(test.twoSided(), row.get(2));
            assertRelative(test.oneSided(), row.get(3));
            assertRelative(test.mid(), row.get(4));
        }
    }

    @Test
    void standardErrors() {
        for (JsonNode row : FIXTURE.get("standard_errors")) {
            double[] d;
            if (row.has("A")) {
                double[] a = Fixture.doubles(row.get("A"));
                double[] b = Fixture.doubles(row.get("B"));
                PairedComparison comparison = PairedComparison.of(a, b);
                assertRelative(comparison.mean(), row.get("mean_d"));
                assertRelative(comparison.pairedError(), row.get("se_paired"));
                assertRelative(comparison.unpairedError(), row.get("se_unpaired"));
                assertRelative(comparison.correlation(), row.get("rho"));
                d = new double[a.length];
                Arrays.setAll(d, i -> a[i] - b[i]);
            } else {
                d = Fixture.doubles(row.get("d"));
                assertRelative(PairedComparison.of(d, new double[d.length]).pairedError(), row.get("se_paired"));
            }
            ClusteredMean clustered = ClusteredMean.of(d, Fixture.ints(row.get("cluster")));
            assertRelative(clustered.uncorrectedError(), row.get("se_clustered_no_factor"));
            assertRelative(clustered.standardError(), row.get("se_clustered_C/(C-1)"));
            assertThat(clustered.clusters()).isEqualTo(row.get("clusters").asInt());
        }
    }

    @Test
    void millersPairs() {
        JsonNode fixture = Fixture.read("basic.json").get("paired");
        PairedComparison comparison =
                PairedComparison.of(Fixture.doubles(fixture.get("A")), Fixture.doubles(fixture.get("B")));
        assertRelative(comparison.mean(), fixture.get("diff"));
        assertRelative(comparison.pairedError(), fixture.get("se_paired"));
        assertRelative(comparison.correlation(), fixture.get("corr"));
        assertRelative(PairedComparison.McNemar.of(3, 1).twoSided(), fixture.get("mcnemar_exact_p"));
    }

    /// The fixture simulated a pass in one direction; a pass here needs both, so it may only be rarer.
    @Test
    void operatingCharacteristics() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 1);
        for (JsonNode row : FIXTURE.get("operating_characteristics").get("rows")) {
            double plus = row.get(0).asDouble();
            double minus = row.get(1).asDouble();
            PowerPoint point =
                    PowerCurve.paired(rule, new double[] {plus - minus}, minus).getFirst();
            assertThat(point.pass() + point.fail() + point.inconclusive()).isCloseTo(1, within(1e-8));
            assertThat(point.fail()).isCloseTo(row.get(4).asDouble(), within(0.01));
            assertThat(point.pass()).isLessThanOrEqualTo(row.get(3).asDouble() + 0.01);
        }
    }

    @Test
    void errorsStayWithinAlpha() {
        for (int claims : new int[] {1, 10}) {
            PairedRule rule = PairedRule.of(0.1, 0.05, claims);
            for (double reverse : new double[] {0, 0.02, 0.1}) {
                for (PowerPoint point : PowerCurve.paired(rule, new double[] {0.1, 0.12, 0.2}, reverse)) {
                    assertThat(point.pass()).isLessThanOrEqualTo(0.05 / claims);
                }
                for (PowerPoint point : PowerCurve.paired(rule, new double[] {0, 0.1}, reverse)) {
                    assertThat(point.fail()).isLessThanOrEqualTo(0.05 / claims);
                }
            }
            // A reverse gap at the bar or beyond is no pass either.
            for (PowerPoint point : PowerCurve.paired(rule, new double[] {-0.1, -0.2}, 0.25)) {
                assertThat(point.pass()).isLessThanOrEqualTo(0.05 / claims);
                assertThat(point.fail()).isLessThan(0.001);
            }
        }
    }

    @Test
    void theDefaultCapDecidesClearCases() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 1);
        assertThat(rule.cap()).isEqualTo(400);
        assertThat(PowerCurve.paired(rule, new double[] {0}, 0.05).getFirst().pass())
                .isGreaterThan(0.99);
        assertThat(PowerCurve.paired(rule, new double[] {0.2}, 0.05).getFirst().fail())
                .isGreaterThan(0.9);
        PairedRule ofTen = PairedRule.of(0.1, 0.05, 10);
        assertThat(PowerCurve.paired(ofTen, new double[] {0}, 0.05).getFirst().pass())
                .isCloseTo(0.977, within(0.001));
        assertThat(PowerCurve.paired(ofTen, new double[] {0.2}, 0.05).getFirst().fail())
                .isCloseTo(0.717, within(0.001));
        assertThat(PairedRule.of(0.05, 0.05, 1).cap()).isEqualTo(1600);
        assertThat(PairedRule.of(0.5, 0.05, 1).cap()).isEqualTo(100);
    }

    @Test
    void simulationAgreesWithTheExactCurve() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 10);
        var random = new java.util.Random(11);
        int runs = 600;
        int[] verdicts = new int[3];
        long draws = 0;
        for (int run = 0; run < runs; run++) {
            SequentialTest test = rule.start();
            while (test.verdict().isEmpty()) {
                double u = random.nextDouble();
                test.add(u < 0.25 ? Outcome.HIT : u < 0.3 ? Outcome.REVERSE : Outcome.CLEAN);
            }
            verdicts[test.verdict().orElseThrow().ordinal()]++;
            draws += test.draws();
        }
        PowerPoint exact = PowerCurve.paired(rule, new double[] {0.2}, 0.05).getFirst();
        double error = 3.5 * Math.sqrt(0.25 / runs);
        assertThat(verdicts[0] / (double) runs).isCloseTo(exact.pass(), within(error));
        assertThat(verdicts[1] / (double) runs).isCloseTo(exact.fail(), within(error));
        assertThat(draws / (double) runs).isCloseTo(exact.expectedDraws(), within(20.0));
    }

    @Test
    void impossibleRatesAreNamed() {
        PairedRule rule = PairedRule.of(0.1, 0.05, 1);
        assertThatThrownBy(() -> PowerCurve.paired(rule, new double[] {0.9}, 0.2))
                .hasMessageContaining("A gap of 0.9 with a reverse rate of 0.2 is impossible");
        assertThatThrownBy(() -> PowerCurve.paired(PairedRule.of(0.02, 0.05, 1), new double[] {0}, 0.05))
                .hasMessageContaining("A cap of 10000 pairs");
        assertThatThrownBy(() -> PairedComparison.of(new double[2], new double[3]))
                .hasMessageContaining("2 and 3");
        assertThatThrownBy(() -> BettingInterval.ofDifferences(new double[] {2}, 0.05))
                .hasMessageContaining("outside");
    }

    private static void assertRelative(double actual, JsonNode expected) {
        double value = expected.asDouble();
        assertThat(actual).isCloseTo(value, within(1e-12 + 1.5e-9 * Math.abs(value)));
    }
}
