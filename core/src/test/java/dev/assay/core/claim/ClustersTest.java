package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// `clusters.json`: log-E 1e-8, confidence limits 1e-7, standard errors relative 1e-9.
class ClustersTest {
    private static final JsonNode FIXTURE = Fixture.read("clusters.json");

    @Test
    void logEvidence() {
        for (JsonNode sequence : FIXTURE.get("sequences")) {
            double[] means = Fixture.doubles(sequence.get("cluster_means"));
            // The fixture goes on after the verdict, so the threshold is put out of reach.
            RateRule rule = RateRule.of(sequence.get("p0").asDouble(), 1e-14, 1);
            ClusterTest test = rule.startClusters();
            int row = 0;
            for (int i = 0; i < means.length; i++) {
                test.add(means[i]);
                if (sequence.get("t").get(row).asInt() == i + 1) {
                    assertThat(test.logPass())
                            .isCloseTo(sequence.get("logE_pass").get(row).asDouble(), within(1e-8));
                    assertThat(test.logFail())
                            .isCloseTo(sequence.get("logE_fail").get(row).asDouble(), within(1e-8));
                    row++;
                }
            }
            assertThat(row).isEqualTo(sequence.get("t").size());
            for (JsonNode limits : sequence.get("cs95_at")) {
                Interval interval = BettingInterval.ofShares(
                        Arrays.copyOf(means, limits.get(0).asInt()), 0.05);
                // Where the fixture prints 0, its scan of m began above the limit (which is 0.00021 in one case).
                double low = limits.get(1).asDouble();
                assertThat(interval.low()).isCloseTo(low, within(low == 0 ? 1e-3 : 1e-7));
                assertThat(interval.high()).isCloseTo(limits.get(2).asDouble(), within(1e-7));
            }
        }
    }

    @Test
    void cleanClustersNeeded() {
        JsonNode expected = FIXTURE.get("clean_clusters_needed");
        for (String name : List.of("p0=0.05", "p0=0.10", "p0=0.01")) {
            ClusterTest test =
                    RateRule.of(Double.parseDouble(name.substring(3)), 0.05, 1).startClusters();
            while (test.verdict().isEmpty()) {
                test.add(0);
            }
            assertThat(test.clusters()).isEqualTo(expected.get(name).asInt());
            assertThat(test.verdict()).contains(Verdict.PASS);
        }
    }

    @Test
    void onWholeOutcomesItIsTheRateTest() {
        Random random = new Random(7);
        for (double bar : new double[] {0.01, 0.05, 0.1}) {
            for (double rate : new double[] {0.2 * bar, bar, 2 * bar, 5 * bar}) {
                RateRule rule = RateRule.of(bar, 0.05, 10).withCap(150);
                SequentialTest single = rule.start();
                ClusterTest clusters = rule.startClusters();
                while (single.verdict().isEmpty()) {
                    boolean errored = random.nextInt(40) == 0;
                    boolean hit = random.nextDouble() < rate;
                    if (errored) {
                        single.add(Outcome.ERRORED);
                        clusters.addErrored();
                    } else {
                        single.add(hit ? Outcome.HIT : Outcome.CLEAN);
                        clusters.add(hit ? 1 : 0);
                    }
                    assertThat(clusters.logPass()).isCloseTo(single.logPass(), within(1e-9));
                    assertThat(clusters.logFail()).isCloseTo(single.logFail(), within(1e-9));
                    assertThat(clusters.verdict()).isEqualTo(single.verdict());
                }
            }
        }
    }

    /// Five items a cluster, wholly alike: with the cluster mean as the draw false passes stay within
    /// alpha.
    @Test
    void falsePassesStayWithinAlphaAtTheBar() {
        Random random = new Random(23);
        RateRule rule = RateRule.of(0.1, 0.05, 1).withCap(60);
        int runs = 2000;
        int passes = 0;
        for (int run = 0; run < runs; run++) {
            ClusterTest test = rule.startClusters();
            while (test.verdict().isEmpty()) {
                test.add(random.nextDouble() < 0.2 ? (1 + random.nextInt(4)) / 5.0 : 0);
            }
            passes += test.verdict().orElseThrow() == Verdict.PASS ? 1 : 0;
        }
        assertThat((double) passes / runs).isLessThanOrEqualTo(0.05 + 3 * Math.sqrt(0.05 * 0.95 / runs));
    }

    @Test
    void standardErrors() {
        for (JsonNode row : FIXTURE.get("se")) {
            List<double[]> clusters = new ArrayList<>();
            row.get("clusters").forEach(c -> clusters.add(Fixture.doubles(c)));
            ClusteredMean mean = ClusteredMean.of(clusters);
            assertThat(mean.items()).isEqualTo(row.get("n").asInt());
            assertThat(mean.clusters()).isEqualTo(row.get("C").asInt());
            assertRelative(mean.mean(), row, "mean_items");
            assertRelative(mean.meanOfClusters(), row, "mean_of_cluster_means");
            assertRelative(mean.independentError(), row, "se_iid");
            assertRelative(mean.uncorrectedError(), row, "se_clustered_no_factor");
            assertRelative(mean.standardError(), row, "se_clustered");
            assertRelative(mean.designEffect(), row, "deff");
            assertRelative(mean.effectiveItems(), row, "n_eff_reported");
            assertRelative(mean.intraclass(), row, "icc_clipped");
        }
    }

    @Test
    void millersExample() {
        JsonNode fixture = Fixture.read("basic.json").get("clustered");
        List<double[]> clusters = new ArrayList<>();
        fixture.get("clusters").forEach(c -> clusters.add(Fixture.doubles(c)));
        ClusteredMean mean = ClusteredMean.of(clusters);
        assertRelative(mean.independentError(), fixture, "se_clt");
        assertRelative(mean.uncorrectedError(), fixture, "statsmodels_uncorrected");
        assertRelative(mean.standardError(), fixture, "statsmodels_corrected");
    }

    @Test
    void badInputIsNamed() {
        ClusterTest test = RateRule.of(0.05, 0.05, 1).startClusters();
        assertThatThrownBy(() -> test.add(1.5)).hasMessage("Cluster mean 1.5 is outside [0, 1].");
        assertThatThrownBy(() -> ClusteredMean.of(List.of())).hasMessageContaining("at least one cluster");
        assertThat(ClusteredMean.of(List.of(new double[] {1, 0})).standardError())
                .isNaN();
    }

    private static void assertRelative(double actual, JsonNode row, String name) {
        double expected = row.get(name).asDouble();
        // The fixture prints ten digits.
        assertThat(actual).as(name).isCloseTo(expected, within(1e-12 + 1.5e-9 * Math.abs(expected)));
    }
}
