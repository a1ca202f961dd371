package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ComparisonStatisticsTest {

    /// Values of scipy.stats.t.
    @Test
    void studentsQuantilesAreThePublishedOnes() {
        assertThat(StudentT.quantile(0.025, 1)).isCloseTo(12.706204736432095, within(1e-9));
        assertThat(StudentT.quantile(0.025, 10)).isCloseTo(2.2281388519649385, within(1e-10));
        assertThat(StudentT.quantile(0.05, 6)).isCloseTo(1.9431802805153022, within(1e-10));
        assertThat(StudentT.quantile(0.975, 10)).isCloseTo(-2.2281388519649385, within(1e-10));
        assertThat(StudentT.upperTail(2, 5)).isCloseTo(0.05096973941492917, within(1e-12));
        assertThat(StudentT.upperTail(-2, 5)).isCloseTo(1 - 0.05096973941492917, within(1e-12));
        assertThat(StudentT.upperTail(Double.POSITIVE_INFINITY, 5)).isZero();
        assertThatThrownBy(() -> StudentT.quantile(0.5, 0)).hasMessageContaining("above 0");
    }

    /// The limits are where the score test turns, and the score test is that of the likelihood, maximised by brute
    /// force instead of by the closed form.
    @Test
    void tangosScoreIsThatOfTheConstrainedLikelihood() {
        SplittableRandom random = new SplittableRandom(7);
        for (int trial = 0; trial < 200; trial++) {
            int items = 5 + random.nextInt(60);
            int gains = random.nextInt(items / 2);
            int losses = random.nextInt(items / 2);
            double gap = -0.9 + 1.8 * random.nextDouble();
            double share = bestShare(gains, losses, items, gap);
            double variance = items * (2 * share + gap - gap * gap);
            double expected = (gains - losses - items * gap) / Math.sqrt(variance);
            assertThat(PairedProportions.score(gains, losses, items, gap))
                    .as("%d gains, %d losses, %d items, gap %f", gains, losses, items, gap)
                    .isCloseTo(expected, within(1e-5 * (1 + Math.abs(expected))));
        }
    }

    /// The share of losses that makes the counts likeliest when gains are `gap` more frequent; by ternary search.
    private static double bestShare(int gains, int losses, int items, double gap) {
        double low = Math.max(0, -gap);
        double high = (1 - gap) / 2;
        for (int step = 0; step < 200; step++) {
            double left = low + (high - low) / 3;
            double right = high - (high - low) / 3;
            if (likelihood(gains, losses, items, gap, left) < likelihood(gains, losses, items, gap, right)) {
                low = left;
            } else {
                high = right;
            }
        }
        return (low + high) / 2;
    }

    private static double likelihood(int gains, int losses, int items, double gap, double share) {
        return term(gains, share + gap) + term(losses, share) + term(items - gains - losses, 1 - 2 * share - gap);
    }

    private static double term(int count, double probability) {
        return count == 0 ? 0 : count * Math.log(Math.max(probability, 1e-300));
    }

    @Test
    void tangosIntervalHasWidthWhereNothingMoved() {
        Interval none = PairedProportions.scoreInterval(0, 0, 100, 0.025);
        // z^2/(n + z^2), the score limit of no event.
        assertThat(none.high()).isCloseTo(3.841458820694124 / 103.841458820694124, within(1e-9));
        assertThat(none.low()).isCloseTo(-none.high(), within(1e-12));
        assertThat(PairedProportions.scoreInterval(0, 5, 5, 0.025).low()).isEqualTo(-1);
        Interval mirrored = PairedProportions.scoreInterval(9, 3, 40, 0.05);
        Interval interval = PairedProportions.scoreInterval(3, 9, 40, 0.05);
        assertThat(mirrored.low()).isCloseTo(-interval.high(), within(1e-12));
        assertThat(mirrored.high()).isCloseTo(-interval.low(), within(1e-12));
        assertThatThrownBy(() -> PairedProportions.scoreInterval(3, 3, 5, 0.05)).hasMessageContaining("no more than");
    }

    /// Exact coverage of one side by enumeration: the chance that the true gap lies below the lower limit.
    @Test
    void eachSideOfTangosIntervalErrsAboutAsOftenAsItSays() {
        int items = 60;
        double tail = 0.05;
        Interval[][] limits = new Interval[items + 1][items + 1];
        for (int gains = 0; gains <= items; gains++) {
            for (int losses = 0; gains + losses <= items; losses++) {
                limits[gains][losses] = PairedProportions.scoreInterval(gains, losses, items, tail);
            }
        }
        for (double[] truth : new double[][] {{0.02, 0.07}, {0.05, 0.05}, {0.1, 0.2}, {0.01, 0.11}, {0.2, 0.05}}) {
            double missedLow = 0;
            for (int gains = 0; gains <= items; gains++) {
                for (int losses = 0; gains + losses <= items; losses++) {
                    if (limits[gains][losses].low() > truth[0] - truth[1]) {
                        missedLow += chance(gains, losses, items, truth[0], truth[1]);
                    }
                }
            }
            assertThat(missedLow).as("gains %s, losses %s", truth[0], truth[1]).isBetween(0.01, 0.075);
        }
    }

    private static double chance(int gains, int losses, int items, double gain, double loss) {
        int rest = items - gains - losses;
        return Math.exp(SpecialFunctions.logGamma(items + 1)
                - SpecialFunctions.logGamma(gains + 1)
                - SpecialFunctions.logGamma(losses + 1)
                - SpecialFunctions.logGamma(rest + 1)
                + gains * Math.log(gain)
                + losses * Math.log(loss)
                + rest * Math.log(1 - gain - loss));
    }

    @Test
    void signFlippingOfSingleItemsIsMcNemarsTest() {
        for (int gains = 0; gains <= 8; gains++) {
            for (int losses = 0; losses <= 8; losses++) {
                double[] sums = new double[gains + losses + 5];
                java.util.Arrays.fill(sums, 0, gains, 1);
                java.util.Arrays.fill(sums, gains, gains + losses, -1);
                assertThat(SignFlipTest.lowerTail(sums, 1, 1))
                        .as("%d gains, %d losses", gains, losses)
                        .isCloseTo(PairedComparison.McNemar.of(losses, gains).oneSided(), within(1e-12));
            }
        }
    }

    @Test
    void randomSignsComeCloseToAllOfThem() {
        SplittableRandom random = new SplittableRandom(3);
        double[] sums = new double[16];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = random.nextDouble() - 0.62;
        }
        double[] more = java.util.Arrays.copyOf(sums, 18);
        more[16] = 1e-9;
        more[17] = -1e-9;
        double exact = SignFlipTest.lowerTail(sums, 1, 1);
        assertThat(SignFlipTest.lowerTail(more, 200_000, 5)).isCloseTo(exact, within(0.005));
        assertThat(SignFlipTest.lowerTail(more, 1_000, 5)).isEqualTo(SignFlipTest.lowerTail(more, 1_000, 5));
        assertThat(SignFlipTest.lowerTail(new double[0], 10, 1)).isEqualTo(1);
        assertThat(SignFlipTest.lowerTail(new double[100], 10, 1)).isEqualTo(1);
    }

    @Test
    void sampleSizeIsTheReferences() {
        var power = Fixture.read("basic.json").get("power");
        SampleSize design = new SampleSize(1.0 / 9, 1.0 / 6, 1, 0.05, 0.8);
        assertThat(design.items(0.03))
                .isCloseTo(power.get("example_w2_1/9_s2_1/6_K1_d.03").asDouble(), within(1e-6));
        assertThat(design.detectable(3876)).isCloseTo(0.03, within(1e-6));
        assertThat(new SampleSize(0.1, 0.2, 4, 0.05, 0.8).items(0.1))
                .isLessThan(new SampleSize(0.1, 0.2, 1, 0.05, 0.8).items(0.1));
        assertThatThrownBy(() -> design.items(0)).hasMessageContaining("above 0");
        assertThatThrownBy(() -> new SampleSize(-1, 0, 1, 0.05, 0.8)).hasMessageContaining("negative");
    }
}
