package dev.assay.organisms.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TwoSamplesTest {

    /// The first is Fisher's tea tasting: 3 of 4 against 1 of 4, 34/70. The others follow from the
    /// hypergeometric distribution by hand: 2/20, 1, 2 * C(10,0)/C(20,10) and 1/2 twice.
    @ParameterizedTest
    @CsvSource({"3,4,1,4,0.4857142857", "3,3,0,3,0.1", "5,10,5,10,1", "10,10,0,10,1.0825088224e-5", "1,1,0,1,1"})
    void thePValueIsThatOfTheHypergeometricDistribution(int hits, int draws, int other, int otherDraws, double p) {
        assertThat(TwoSamples.pValue(hits, draws, other, otherDraws)).isCloseTo(p, within(1e-9));
    }

    @Test
    void twoSamplesOfOneRateDifferBelowOnePercentInAtMostOnePercent() {
        SplittableRandom random = new SplittableRandom(5);
        int below = 0;
        for (int run = 0; run < 2_000; run++) {
            int one = 0;
            int other = 0;
            for (int draw = 0; draw < 300; draw++) {
                one += random.nextInt(4) == 0 ? 1 : 0;
                other += random.nextInt(4) == 0 ? 1 : 0;
            }
            below += TwoSamples.pValue(one, 300, other, 300) < 0.01 ? 1 : 0;
        }
        assertThat(below).isLessThanOrEqualTo(32); // 20 are expected at most; 32 is passed by chance in 0.5 %
    }

    @Test
    void moreHitsThanDrawsAreRefused() {
        assertThatThrownBy(() -> TwoSamples.pValue(5, 4, 0, 4)).isInstanceOf(IllegalArgumentException.class);
    }
}
