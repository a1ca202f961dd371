package dev.assay.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.claim.ClusteredMean;
import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.MeanInterval;
import dev.assay.core.claim.StudentT;
import dev.assay.core.task.Metric;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        assertThat(found.method()).isEqualTo("Clopper-Pearson");
        assertThat(found.interval()).isEqualTo(Intervals.clopperPearson(3, 10, 0.95));
    }

    @Test
    void gradesBetweenAreStudents() {
        double[] values = {0.5, 1, 0.25, 0.75, 0.5};
        MeanInterval found = of(Optional.empty(), values).orElseThrow();
        double error = ClusteredMean.of(List.of(new double[] {0.5}, new double[] {1, 0.25, 0.75, 0.5}))
                .independentError();
        double reach = StudentT.quantile(0.025, 4) * error;
        assertThat(found.method()).isEqualTo("Student's t over 5 samples");
        assertThat(found.interval().low()).isCloseTo(0.6 - reach, within(1e-12));
        assertThat(found.interval().high()).isCloseTo(0.6 + reach, within(1e-12));
    }

    @Test
    void clustersHaveTheirOwnError() {
        double[][] clusters = {{1, 1, 0}, {0, 0}, {1, 1, 1, 1}, {0, 1}, {1}, {0, 0, 0}, {1, 0, 1}};
        MeanInterval found = of(Optional.of("group"), clusters).orElseThrow();
        // The clustered standard error of the fixture basic.json, .1654812, with 6 degrees of freedom.
        Interval interval = found.interval();
        assertThat(interval.width() / 2).isCloseTo(0.1654812 * StudentT.quantile(0.025, 6), within(1e-6));
        assertThat(found.method()).isEqualTo("Student's t over 7 clusters");
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
