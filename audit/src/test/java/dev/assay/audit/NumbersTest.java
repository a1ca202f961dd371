package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.claim.ClaimKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What was stated prints as stated; what was measured never prints more certainty than there is.
class NumbersTest {

    @ParameterizedTest
    @CsvSource({
        "0.0125, 1.25, 1.2",
        "0.125, 12.5, 12",
        "0.997, 99.7, 99.7",
        "0.9996, 99.96, 99.9",
        "0.999999999, 99.9999999, 99.9",
        "0.994, 99.4, 99",
        "0.0499, 4.99, 5.0",
        "0.01, 1, 1.0",
        "0.05, 5, 5.0",
        "0.07, 7, 7.0",
        "0.0537, 5.37, 5.4",
        "0.0996, 9.96, 10",
        "0.00004, 0.004, 0.0040",
        "0.0000051234, 0.00051234, 0.00051",
        "0, 0, 0",
        "1, 100, 100"
    })
    void sharesAndGaps(double share, String stated, String measured) {
        assertThat(Numbers.statedPercent(share)).isEqualTo(stated + " %");
        assertThat(Numbers.statedPoints(share)).isEqualTo(stated + " points");
        assertThat(Numbers.percent(share)).isEqualTo(measured + " %");
        assertThat(Numbers.points(share)).isEqualTo(measured + " points");
    }

    @Test
    void aBarHasItsOwnUnit() {
        assertThat(Numbers.bar(ClaimKind.PAIRED, 0.125)).isEqualTo("12.5 points");
        assertThat(Numbers.bar(ClaimKind.RATE, 0.0125)).isEqualTo("1.25 %");
    }
}
