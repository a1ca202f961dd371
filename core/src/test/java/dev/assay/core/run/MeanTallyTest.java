package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.claim.ClusteredMean;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.MeanInterval;
import dev.assay.core.claim.StudentT;
import dev.assay.core.task.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The interval beside a mean is the one that the scores allow.
class MeanTallyTest {

    private static Optional<MeanInterval> of(Optional<String> key, double[]... clusters) {
        MeanTally tally = new MeanTally(key);
        int number = 0;
        for (int c = 0; c < clusters.length; c++) {
            for (double value : clusters[c]) {
                tally.add(new Metric.Scored("s" + number++, Map.of("group", "g" + c), value));
            }
        }
        return tally.interval();
    }

    @Test
    void rightOrWrongIsExact() {
        MeanInterval found = of(Optional.empty(), new double[] {1, 0, 0, 1, 0, 0, 0, 1, 0, 0})
                .orElseThrow();
        assertThat(found.method()).isEqualTo("Clopper-Pearson, if samples are independent");
        assertThat(found.interval()).isEqualTo(Intervals.clopperPearson(3, 10, 0.95));
    }

    /// The limits are those of mpmath, as in PlanStatisticsTest.
    @Test
    void gradesBetweenCountAsAsManyDrawsAsHaveTheirError() {
        MeanInterval found =
                of(Optional.empty(), new double[] {0.5, 1, 0.25, 0.75, 0.5}).orElseThrow();
        assertThat(found.method()).isEqualTo("Korn-Graubard over 5 samples, if samples are independent");
        assertThat(found.interval().low()).isCloseTo(0.1466327996346731, within(1e-9));
        assertThat(found.interval().high()).isCloseTo(0.9472550494736831, within(1e-9));
    }

    @Test
    void gradesOfAnUnknownRangeAreStudents() {
        double[] values = {5, 10, 2.5, 7.5, 5};
        MeanInterval found = of(Optional.empty(), values).orElseThrow();
        double error = ClusteredMean.of(List.of(new double[] {5}, new double[] {10, 2.5, 7.5, 5}))
                .independentError();
        double reach = StudentT.quantile(0.025, 4) * error;
        assertThat(found.method()).isEqualTo("Student's t over 5 samples, if samples are independent");
        assertThat(found.interval().low()).isCloseTo(6 - reach, within(1e-12));
        assertThat(found.interval().high()).isCloseTo(6 + reach, within(1e-12));
    }

    @Test
    void clustersHaveTheirOwnError() {
        double[][] clusters = {{1, 1, 0}, {0, 0}, {1, 1, 1, 1}, {0, 1}, {1}, {0, 0, 0}, {1, 0, 1}};
        MeanInterval found = of(Optional.of("group"), clusters).orElseThrow();
        // The clustered standard error of the fixture basic.json, .1654812, is that of 6.70 draws by mpmath.
        Interval interval = found.interval();
        assertThat(interval.low()).isCloseTo(0.16687029485279328, within(1e-6));
        assertThat(interval.high()).isCloseTo(0.8976415192747919, within(1e-6));
        assertThat(found.method()).isEqualTo("Korn-Graubard over 7 clusters");
    }

    @Test
    void clustersThatAreAlikeButForRoundingHaveNoNarrowInterval() {
        double[] cluster = new double[22];
        Arrays.fill(cluster, 0, 15, 1);
        MeanInterval alike = of(Optional.of("group"), cluster, cluster, cluster).orElseThrow();
        assertThat(alike.method()).isEqualTo("Clopper-Pearson over 3 clusters, which are all alike");
        assertThat(alike.interval()).isEqualTo(new Interval(0, 1));
        double[] outside = {0.1 + 0.2, 0.3, 0.3};
        assertThat(MeanInterval.isRounding(0.3, 5.7e-17)).isTrue();
        assertThat(of(Optional.empty(), outside).orElseThrow().method()).contains("all alike");
    }

    @Test
    void aFewMissesDoNotNarrowWhatNoneAllows() {
        double before = 1;
        // 50 samples, each the mean of 4 epochs, of which one more misses each time.
        for (int misses = 0; misses < 40; misses++) {
            double[] values = new double[50];
            Arrays.fill(values, 1);
            for (int miss = 0; miss < misses; miss++) {
                values[miss] = 0.75;
            }
            double low = of(Optional.empty(), values).orElseThrow().interval().low();
            assertThat(low).as("%s misses", misses).isLessThan(before);
            before = low;
        }
        double[][] clusters = new double[20][50];
        Arrays.stream(clusters).forEach(cluster -> Arrays.fill(cluster, 1));
        double all = of(Optional.of("group"), clusters).orElseThrow().interval().low();
        clusters[0][0] = 0;
        // .8297455 by mpmath, where Student's t says .9969.
        assertThat(of(Optional.of("group"), clusters).orElseThrow().interval().low())
                .isCloseTo(0.8297455056875929, within(1e-9))
                .isLessThan(all);
    }

    /// Clusters that are right at rates of a two-point law, of which a tenth are wrong half the time. Student's t
    /// holds the mean, .95, in 317 of these 400 runs.
    @Test
    void theIntervalOfClustersHoldsTheMeanAsOftenAsItSays() {
        Random random = new Random(7);
        int held = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            double[][] clusters = new double[15][20];
            for (double[] cluster : clusters) {
                double rate = random.nextDouble() < 0.1 ? 0.5 : 1;
                Arrays.setAll(cluster, _ -> random.nextDouble() < rate ? 1 : 0);
            }
            Interval interval = of(Optional.of("group"), clusters).orElseThrow().interval();
            held += interval.low() <= 0.95 && 0.95 <= interval.high() ? 1 : 0;
        }
        assertThat(held).isGreaterThanOrEqualTo(380);
    }

    @Test
    void aClusteredErrorOfAGroupMakesTheMeanClustered() {
        Metric part = Metric.within(Metric.clusteredStandardError("passage"), "half", "1");
        assertThat(part.cluster()).contains("passage");
        assertThat(Metric.within(Metric.accuracy(), "half", "1").cluster()).isEmpty();
    }

    @Test
    void whatCannotBeSaidIsNotSaid() {
        assertThat(of(Optional.empty())).isEmpty();
        assertThat(of(Optional.of("group"), new double[] {1, 0, 1})).isEmpty();
        assertThat(of(Optional.of("other"), new double[] {1}, new double[] {0})).isEmpty();
        assertThat(of(Optional.empty(), new double[] {7, 7, 7})).isEmpty();
        assertThat(of(Optional.empty(), new double[] {7})).isEmpty();
        assertThat(of(Optional.empty(), new double[] {1})
                        .orElseThrow()
                        .interval()
                        .low())
                .isCloseTo(0.025, within(1e-9));
        Interval alike =
                of(Optional.empty(), new double[] {0.5, 0.5, 0.5}).orElseThrow().interval();
        assertThat(alike.low()).isEqualTo(0);
        assertThat(alike.high()).isEqualTo(1);
    }
}
