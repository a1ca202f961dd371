package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.hipparchus.special.Beta;
import org.hipparchus.special.Erf;
import org.hipparchus.special.Gamma;
import org.junit.jupiter.api.Test;

/// Against Hipparchus, relative 1e-11 (its own accuracy), and against identities where it underflows.
class SpecialFunctionsTest {
    @Test
    void logGammaAndLogBeta() {
        for (double x : new double[] {1e-6, 0.1, 0.75, 1, 1.5, 2, 3.3, 9.999, 10, 57.25, 1000, 1e6}) {
            double expected = Gamma.logGamma(x);
            assertThat(SpecialFunctions.logGamma(x)).isCloseTo(expected, within(1e-12 + 1e-12 * Math.abs(expected)));
            for (double y : new double[] {0.2, 0.75, 3, 11, 200, 40_000}) {
                double beta = Beta.logBeta(x, y);
                assertThat(SpecialFunctions.logBeta(x, y))
                        .isEqualTo(SpecialFunctions.logBeta(y, x))
                        .isCloseTo(beta, within(1e-11 + 1e-11 * Math.abs(beta)));
            }
        }
    }

    @Test
    void regularizedBeta() {
        for (double a : new double[] {0.5, 0.75, 1, 4, 30, 400}) {
            for (double b : new double[] {0.5, 3, 100, 1000}) {
                for (double x : new double[] {1e-4, 0.01, 0.1, 0.5, 0.93, 0.999}) {
                    double expected = Beta.regularizedBeta(x, a, b);
                    double lower = SpecialFunctions.logRegularizedBeta(x, a, b);
                    double upper = SpecialFunctions.logRegularizedUpperBeta(x, a, b);
                    assertThat(Math.exp(lower)).isCloseTo(expected, within(1e-13 + 1e-10 * expected));
                    assertThat(Math.exp(lower) + Math.exp(upper)).isCloseTo(1, within(1e-12));
                }
            }
        }
    }

    @Test
    void nothingUnderflows() {
        // I_x(a, 1) = x^a
        assertThat(SpecialFunctions.logRegularizedBeta(0.01, 5000, 1)).isCloseTo(5000 * Math.log(0.01), within(1e-8));
        assertThat(SpecialFunctions.logRegularizedUpperBeta(0.99, 1, 5000))
                .isCloseTo(5000 * Math.log(0.01), within(1e-8));
        assertThat(SpecialFunctions.logLowerBeta(0, 2, 3)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(SpecialFunctions.logLowerBeta(1, 2, 3)).isCloseTo(-Math.log(12), within(1e-14));
    }

    @Test
    void normalDistribution() {
        for (double z : new double[] {-3, -0.5, 0, 0.3, 1, 1.9, 2.5, 2.9, 5, 12}) {
            double expected = 0.5 * Erf.erfc(z / Math.sqrt(2));
            assertThat(SpecialFunctions.normalUpperTail(z)).isCloseTo(expected, within(1e-12 * expected));
        }
        assertThat(SpecialFunctions.twoSidedZ(0.95)).isCloseTo(1.959963984540054, within(1e-13));
        assertThat(SpecialFunctions.twoSidedZ(0.9)).isCloseTo(1.6448536269514722, within(1e-13));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> SpecialFunctions.logGamma(0)).hasMessage("x = 0.0 must be above 0.");
        assertThatThrownBy(() -> SpecialFunctions.logLowerBeta(1.2, 1, 1)).hasMessageContaining("1.2");
        assertThatThrownBy(() -> SpecialFunctions.logBeta(-1, 1)).hasMessageContaining("a = -1.0");
    }
}
