package dev.assay.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two digits, a narrow space before the percent sign, points for gaps, and never more certainty than there is.
class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.175, 18",
        "0.054, 5.4",
        "0.0011312, 0.11",
        "0.00999, 1.0",
        "0.0477, 4.8",
        "1, 100",
        "0.099, 9.9",
        "0.0996, 10",
        "0.9949, 99",
        "0.997, 99.7",
        "0.99999, 99.9",
        "0.00004, 0.0040",
        "0.0000051, 0.00051"
    })
    void percentHasTwoDigits(double rate, String digits) {
        assertThat(Figures.percent(rate)).isEqualTo(digits + "\u202f%");
    }

    @Test
    void unknownIsSaidInWords() {
        assertThat(Figures.percent(Double.NaN)).isEqualTo("not known");
        assertThat(Figures.percents(0, Double.NaN)).isEqualTo("not known");
        assertThat(Figures.points(Double.NaN)).isEqualTo("not known");
        assertThat(Figures.chance(Double.NaN)).isEqualTo("not known");
    }

    @Test
    void gapsAreSignedPoints() {
        assertThat(Figures.points(.07)).isEqualTo("+7.0\u202fpoints");
        assertThat(Figures.pointsInterval(-.019, .172)).isEqualTo("\u22121.9 to +17.2\u202fpoints");
        assertThat(Figures.points(0)).isEqualTo("0\u202fpoints");
    }

    @Test
    void barsCarryNoDigitsThatWereNotStated() {
        assertThat(Figures.barPercent(.01)).isEqualTo("1\u202f%");
        assertThat(Figures.barPercent(.025)).isEqualTo("2.5\u202f%");
        assertThat(Figures.barPoints(.1)).isEqualTo("10\u202fpoints");
    }

    @ParameterizedTest
    @CsvSource({
        "0.0477, 0.05, 4.8",
        "0.0471, 0.05, 4.8",
        "0.0496, 0.05, 5.0",
        "0.05, 0.05, 5.0",
        "0.0121, 0.0125, 1.25",
        "0.0119, 0.0125, 1.2",
        "0.07, 0.1, 7.0",
        "0.996, 0.998, 99.8"
    })
    void whatIsRuledOutIsNeverRoundedDown(double upper, double bar, String shown) {
        assertThat(Figures.bound(upper, bar)).isEqualTo(shown + "\u202f%");
    }

    @Test
    void powerIsNeverCertain() {
        assertThat(Figures.chance(1)).isEqualTo("above 99\u202f%");
        assertThat(Figures.chance(.001)).isEqualTo("below 1\u202f%");
        assertThat(Figures.chance(.79)).isEqualTo("79\u202f%");
    }

    @Test
    void theScaleHasAZeroCellAndRises() {
        assertThat(Scale.at(-.5)).isEqualTo(Scale.at(0)).isLessThan(Scale.at(.0005));
        assertThat(Scale.at(.0005)).isLessThan(Scale.at(.001));
        double decade = Scale.at(.01) - Scale.at(.001);
        assertThat(Scale.at(.1) - Scale.at(.01)).isCloseTo(decade, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(Scale.at(1)).isLessThan(100);
    }
}
