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
        double share = Math.min(1, Math.max(gap, discordant + gap * gap));
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

    /// At an accuracy of .5 and a correlation of .5 a counting of all tables in Python (math.comb, bisection)
    /// finds 21.788 points with 80 %; with the share of equal runs, .25, it would be 19.858, and there two runs
    /// around .5 that correlate so find theirs with 73 %.
    @Test
    void aDifferenceChangesMoreThanTwoEqualRunsDo() {
        McNemarDesign design = new McNemarDesign(0.25, 0.05);
        assertThat(design.detectable(50, 0.8)).isCloseTo(0.21787965213203986, within(1e-8));
        assertThat(design.power(0.199, 50)).isCloseTo(0.7131685901979808, within(1e-9));
    }

    /// z and t of mpmath: t_19 at .025 is 2.0930241, at .2 .8609506.
    @Test
    void fewClustersAskForStudentsQuantiles() {
        SampleSize size = new SampleSize(0.2, 0.1, 4, 0.05, 0.8);
        assertThat(size.detectable(100, 19)).isCloseTo((2.0930240544 + 0.8609505503) * Math.sqrt(0.0025), within(1e-9));
        assertThat(size.detectable(100, 1e9)).isCloseTo(size.detectable(100), within(1e-6));
        assertThat(size.detectable(100, 0)).isNaN();
        assertThat(new SampleSize(0.2, 0.1, 4, 0.05, 0.5).detectable(100, 19))
                .isCloseTo(2.0930240544 * 0.05, within(1e-9));
    }

    @Test
    void moreItemsThanCanBeCountedAreRefused() {
        assertThatThrownBy(() -> new McNemarDesign(0.25, 0.05).items(1e-10, 0.8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1.0E-10");
        assertThat(new McNemarDesign(0.25, 0.05).items(1e-6, 0.8)).isBetween(1_962_000_000_000L, 1_963_000_000_000L);
    }

    @Test
    void theItemsThatAreNeededAreNearConnors() {
        McNemarDesign design = new McNemarDesign(0.2, 0.05);
        long items = design.items(0.05, 0.8);
        // Connor's formula: ((1.959964 sqrt(.2025) + .841621 sqrt(.2)) / .05)^2 = 633.7
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
    void theIntervalOfAMeanIsExactOrOfAsManyDrawsAsHaveItsError() {
        MeanInterval exact = MeanInterval.exact(3, 50, 0.95);
        assertThat(exact.interval().low()).isCloseTo(0.0125486, within(1e-6));
        assertThat(exact.interval().high()).isCloseTo(0.1654820, within(1e-6));
        assertThat(exact.method()).isEqualTo("Clopper-Pearson");
        MeanInterval any = MeanInterval.ofMean(0.5, 0.1, 11, 55, false, "clusters", 0.95);
        assertThat(any.interval().high()).isCloseTo(0.7228139, within(1e-6));
        assertThat(any.method()).isEqualTo("Student's t over 11 clusters");
        assertThat(MeanInterval.ofMean(0.9, 0.1, 11, 11, false, "items", 0.95)
                        .interval()
                        .high())
                .isGreaterThan(1);
        MeanInterval alike = MeanInterval.ofMean(1, 0, 100, 100, true, "items", 0.95);
        assertThat(alike.interval().low()).isCloseTo(1 - 0.0362167, within(1e-6));
        assertThat(alike.method()).contains("all alike");
        assertThatThrownBy(() -> MeanInterval.ofMean(1, 0, 1, 1, true, "items", 0.95))
                .hasMessageContaining("2 units");
        assertThatThrownBy(() -> MeanInterval.ofMean(1.5, 0.1, 3, 3, true, "items", 0.95))
                .hasMessageContaining("[0, 1]");
        assertThatThrownBy(() -> MeanInterval.ofMean(0.5, 0.1, 3, 2, true, "items", 0.95))
                .hasMessageContaining("over 2");
        assertThatThrownBy(() -> MeanInterval.exact(0, 0, 0.95)).hasMessageContaining("at least 1");
    }

    /// The limits are those of mpmath 1.3 at 25 digits: n = p (1 - p)/se^2 (t_(items-1)/t_(units-1))^2, at most
    /// units max(1, items min(p, 1 - p)/5) and for clusters items; the low limit is the x with
    /// I_x(p n, n - p n + 1) = .025, the high one that with 1 - I_x(p n + 1, n - p n) = .025.
    @ParameterizedTest
    @CsvSource({
        "0.5, 0.1, 11, 55, 0.2732669288184612, 0.7267330711815387",
        "0.9, 0.1, 11, 55, 0.47742694435905025, 0.9992438442474441",
        "0.5, 0.05, 11, 200, 0.38481226935477814, 0.6151877306452218",
        "0.5, 0.0158, 20, 1000, 0.46644953056284255, 0.5335504694371574",
        "0.995, 0.005, 50, 50, 0.9193066293789027, 0.9999999947661325"
    })
    void scoresInUnitRangeHaveTheLimitsOfKornAndGraubard(
            double mean, double error, int units, int items, double low, double high) {
        MeanInterval found = MeanInterval.ofMean(mean, error, units, items, true, "clusters", 0.95);
        assertThat(found.method()).isEqualTo("Korn-Graubard over " + units + " clusters");
        assertThat(found.interval().low()).isCloseTo(low, within(1e-9));
        assertThat(found.interval().high()).isCloseTo(high, within(1e-9));
    }

    @Test
    void realCountsAgreeWithWholeOnes() {
        for (int hits = 0; hits <= 12; hits++) {
            Interval whole = Intervals.clopperPearson(hits, 12, 0.95);
            Interval real = Intervals.clopperPearsonAt(hits / 12.0, 12, 0.95);
            assertThat(real.low()).isCloseTo(whole.low(), within(1e-9));
            assertThat(real.high()).isCloseTo(whole.high(), within(1e-9));
        }
    }
}
