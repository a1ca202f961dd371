package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One way to write a number, and never more certainty than there is.
class DigitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "5, 5.0, 5, 5",
        "5.37, 5.4, 5.37, 5.4",
        "7.000000000000001, 7.0, 7, 7",
        "9.96, 10, 9.96, 10",
        "12.5, 12, 12.5, 12",
        "39, 39, 39, 39",
        "0.113, 0.11, 0.113, 0.11",
        "0.004, 0.0040, 0.004, 0.004",
        "99.4, 99, 99.4, 99",
        "99.51, 99.5, 99.51, 100",
        "99.99, 99.9, 99.99, 100",
        "99.9999999999999, 99.9, 100, 100",
        "100, 100, 100, 100",
        "-5, -5.0, -5, -5",
        "-0.0, 0, 0, 0",
        "-99.97, -99.9, -99.97, -100",
    })
    void inEachOfThreeWays(double value, String measured, String stated, String chosen) {
        assertThat(Digits.measured(value)).isEqualTo(measured);
        assertThat(Digits.stated(value)).isEqualTo(stated);
        assertThat(Digits.chosen(value)).isEqualTo(chosen);
    }

    @Test
    void whatIsNoNumberIsNotShownAsOne() {
        assertThat(Digits.measured(Double.NaN)).isEqualTo("?");
        assertThat(Digits.measured(Double.POSITIVE_INFINITY)).isEqualTo("?");
    }

    @Test
    void aMeasuredNumberIsWithinHalfOfItsSecondDigit() {
        Random random = new Random(11);
        for (int round = 0; round < 20_000; round++) {
            double value = Math.exp(random.nextDouble(-12, Math.log(99.4)));
            BigDecimal shown = new BigDecimal(Digits.measured(value));
            assertThat(shown)
                    .isEqualByComparingTo(new BigDecimal(value).round(new MathContext(2, RoundingMode.HALF_EVEN)));
            assertThat(Digits.measured(-value)).isEqualTo("-" + shown.toPlainString());
        }
    }
}
