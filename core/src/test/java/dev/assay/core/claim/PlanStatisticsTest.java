package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What can be said of a run before it is made, and the interval beside its mean.
class PlanStatisticsTest {

    /// Counts every table of three cells, and asks the test itself: slow, and without any of the
    /// design's shortcuts.
    private static double powerByCounting(double discordant, double gap, int items, double alpha) {
        double share = Math.max(discordant, gap);
        double plus = (share + gap) / 2;
        double minus = (share - gap) / 2;
        double power = 0;
        for (int b = 0; b <= items; b++) {
            for (int c = 0; b + c <= items; c++) {
                if (b > c && PairedComparison.McNemar.of(b, c).twoSided() <= alpha) {
                    power += multinomial(items, b, c)
                            * Math.pow(plus, b)
                            * Math.pow(minus, c)
                            * Math.pow(1 - share, items - b - c);
                }
            }
        }
        return power;
    }

    private static double multinomial(int items, int b, int c) {
        double ways = 1;
        int used = 0;
        for (int i = 1; i <= b; i++) {
            ways = ways * ++used / i;
        }
        for (int i = 1; i <= c; i++) {
            ways = ways * ++used / i;
        }
        for (int i = 1; i <= items - b - c; i++) {
            ways = ways * ++used / i;
        }
        return ways;
    }

    @ParameterizedTest
    @CsvSource({"0.2, 0.1, 40", "0.25, 0.2, 30", "0.1, 0.3, 25", "0.0, 0.5, 12", "1.0, 0.4, 20", "0.3, 0.01, 10"})
    void thePowerIsThatOfEveryTableCounted(double discordant, double gap, int items) {
        for (double alpha : new double[] {0.05, 0.01}) {
            assertThat(new McNemarDesign(discordant, alpha).power(gap, items))
                    .isCloseTo(powerByCounting(discordant, gap, items, alpha), within(1e-9));
        }
    }

    @Test
    void theApproximationTakesOverWhereItIsNear() {
        McNemarDesign design = new McNemarDesign(0.25, 0.05);
        double exact = design.power(0.02, McNemarDesign.MOST_EXACT);
        double beyond = design.power(0.02, McNemarDesign.MOST_EXACT + 1L);
        assertThat(exact).isCloseTo(beyond, within(0.02)).isLessThan(beyond);
    }

    @Test
    void whatIsDetectableIsFoundWithThePowerAndNothingSmaller() {
        Random random = new Random(4);
        for (int i = 0; i < 30; i++) {
            McNemarDesign design = new McNemarDesign(0.05 + random.nextDouble() * 0.4, 0.05);
            int items = 40 + random.nextInt(2_000);
            double gap = design.detectable(items, 0.8);
            assertThat(design.power(gap, items)).isGreaterThanOrEqualTo(0.8);
            assertThat(design.power(gap - 1e-4, items)).isLessThan(0.8);
            assertThat(design.detectable(items, 0.9)).isGreaterThan(gap);
        }
        assertThat(new McNemarDesign(0.2, 0.05).detectable(5, 0.8)).isNaN();
        assertThat(new McNemarDesign(0.2, 0.05).detectable(1_000_000, 0.8)).isBetween(0.001, 0.0013);
    }

    @Test
    void theItemsThatAreNeededAreNearConnors() {
        McNemarDesign design = new McNemarDesign(0.2, 0.05);
        long items = design.items(0.05, 0.8);
        // Connor's formula: ((1.959964 sqrt(.2) + .841621 sqrt(.2 - .0025)) / .05)^2 = 625.2
        assertThat(items).isBetween(620L, 680L);
        assertThat(design.power(0.05, items)).isGreaterThanOrEqualTo(0.8);
        assertThat(design.items(0.01, 0.8)).isBetween(15_650L, 15_750L);
        assertThatThrownBy(() -> design.items(0, 0.8)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> design.power(0.1, 0)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> new McNemarDesign(1.2, 0.05)).hasMessageContaining("1.2");
    }

    @Test
    void clustersCostWhatTheirSizesSay() {
        DesignEffect equal = new DesignEffect(100, 20, 20 * 25);
        assertThat(equal.size()).isEqualTo(5);
        assertThat(equal.at(0)).isEqualTo(1);
        assertThat(equal.at(0.25)).isEqualTo(2);
        assertThat(equal.at(1)).isEqualTo(5);
        assertThat(DesignEffect.none(7).at(1)).isEqualTo(1);
        assertThatThrownBy(() -> equal.at(1.5)).hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> new DesignEffect(3, 4, 3)).hasMessageContaining("4 clusters");
    }

    @Test
    void theIntervalOfAMeanIsExactOrStudents() {
        MeanInterval exact = MeanInterval.exact(3, 50, 0.95);
        assertThat(exact.interval().low()).isCloseTo(0.0125486, within(1e-6));
        assertThat(exact.interval().high()).isCloseTo(0.1654820, within(1e-6));
        assertThat(exact.method()).isEqualTo("Clopper-Pearson");
        MeanInterval t = MeanInterval.ofMean(0.5, 0.1, 11, true, "clusters", 0.95);
        assertThat(t.interval().high()).isCloseTo(0.7228139, within(1e-6));
        assertThat(t.method()).isEqualTo("Student's t over 11 clusters");
        assertThat(MeanInterval.ofMean(0.9, 0.1, 11, true, "clusters", 0.95)
                        .interval()
                        .high())
                .isEqualTo(1);
        assertThat(MeanInterval.ofMean(0.9, 0.1, 11, false, "items", 0.95)
                        .interval()
                        .high())
                .isGreaterThan(1);
        MeanInterval alike = MeanInterval.ofMean(1, 0, 100, true, "items", 0.95);
        assertThat(alike.interval().low()).isCloseTo(1 - 0.0362167, within(1e-6));
        assertThat(alike.method()).contains("all alike");
        assertThatThrownBy(() -> MeanInterval.ofMean(1, 0, 1, true, "items", 0.95))
                .hasMessageContaining("2 units");
        assertThatThrownBy(() -> MeanInterval.exact(0, 0, 0.95)).hasMessageContaining("at least 1");
    }
}
