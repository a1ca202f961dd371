package dev.assay.core.claim;

/// The few special functions that claims need, all in log space so that nothing underflows: log-gamma,
/// log-beta, the log of the incomplete beta function, the normal distribution. Relative error about 1e-13
/// for shapes up to 1e6.
///
/// Sources: Stirling's series (Abramowitz & Stegun 6.1.41), the continued fraction of the incomplete beta
/// function (A&S 26.5.8) evaluated by the modified Lentz method, and A&S 7.1.5 and 7.1.14 for the error
/// function.
final class SpecialFunctions {
    private static final double HALF_LOG_TWO_PI = 0.918938533204672741780329736406;
    private static final double STIRLING_FROM = 10;
    private static final int MOST_STEPS = 100_000;

    private SpecialFunctions() {}

    /// ln Gamma(x) for x > 0.
    static double logGamma(double x) {
        requirePositive(x, "x");
        double shift = 1;
        double at = x;
        while (at < STIRLING_FROM) {
            shift *= at;
            at++;
        }
        return (at - 0.5) * Math.log(at) - at + HALF_LOG_TWO_PI + stirlingRest(at) - Math.log(shift);
    }

    /// ln B(a, b) for a, b > 0, without the cancellation of three log-gammas when a shape is large.
    static double logBeta(double a, double b) {
        requirePositive(a, "a");
        requirePositive(b, "b");
        double small = Math.min(a, b);
        double large = Math.max(a, b);
        if (large < STIRLING_FROM) {
            return logGamma(small) + logGamma(large) - logGamma(small + large);
        }
        double rest = stirlingRest(large) - stirlingRest(small + large);
        double common = rest - (large - 0.5) * Math.log1p(small / large);
        if (small < STIRLING_FROM) {
            return logGamma(small) + common - small * Math.log(small + large) + small;
        }
        return HALF_LOG_TWO_PI
                - 0.5 * Math.log(small)
                + stirlingRest(small)
                + common
                - small * Math.log1p(large / small);
    }

    /// ln of the integral of t^(a-1) (1-t)^(b-1) from 0 to x, not divided by B(a, b).
    static double logLowerBeta(double x, double a, double b) {
        return logPartialBeta(x, 1 - x, a, b);
    }

    /// ln of the same integral from x to 1: the swapped integral from 0 to 1-x, never "1 minus the lower
    /// one".
    static double logUpperBeta(double x, double a, double b) {
        return logPartialBeta(1 - x, x, b, a);
    }

    /// ln I_x(a, b), the log of the regularised incomplete beta function.
    static double logRegularizedBeta(double x, double a, double b) {
        return logLowerBeta(x, a, b) - logBeta(a, b);
    }

    /// ln (1 - I_x(a, b)), without cancellation.
    static double logRegularizedUpperBeta(double x, double a, double b) {
        return logUpperBeta(x, a, b) - logBeta(a, b);
    }

    private static double logPartialBeta(double x, double y, double a, double b) {
        requirePositive(a, "a");
        requirePositive(b, "b");
        if (!(x >= 0 && x <= 1)) {
            throw new IllegalArgumentException("x = " + x + " is outside [0, 1].");
        }
        if (x <= 0) {
            return Double.NEGATIVE_INFINITY;
        }
        if (y <= 0) {
            return logBeta(a, b);
        }
        if (x <= (a + 1) / (a + b + 2)) {
            return a * Math.log(x) + b * Math.log(y) - Math.log(a) + Math.log(continuedFraction(x, a, b));
        }
        double whole = logBeta(a, b);
        double other = b * Math.log(y) + a * Math.log(x) - Math.log(b) + Math.log(continuedFraction(y, b, a));
        return whole + Math.log1p(-Math.exp(other - whole));
    }

    private static double continuedFraction(double x, double a, double b) {
        double tiny = 1e-300;
        double c = 1;
        double d = 1 / nonZero(1 - (a + b) * x / (a + 1), tiny);
        double value = d;
        for (int m = 1; m <= MOST_STEPS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / nonZero(1 + even * d, tiny);
            c = nonZero(1 + even / c, tiny);
            value *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / nonZero(1 + odd * d, tiny);
            c = nonZero(1 + odd / c, tiny);
            double step = d * c;
            value *= step;
            if (Math.abs(step - 1) < 1e-16) {
                return value;
            }
        }
        throw new ArithmeticException(
                "The incomplete beta function did not converge at x = " + x + ", a = " + a + ", b = " + b + ".");
    }

    private static double nonZero(double value, double tiny) {
        return Math.abs(value) < tiny ? tiny : value;
    }

    /// P(Z > z) for a standard normal Z, with small relative error in both tails.
    static double normalUpperTail(double z) {
        if (z < 0) {
            return 1 - normalUpperTail(-z);
        }
        double x = z / Math.sqrt(2);
        if (x < 2) {
            double term = x;
            double sum = x;
            for (int i = 1; Math.abs(term) > 1e-18 * Math.abs(sum); i++) {
                term *= -x * x / i;
                sum += term / (2 * i + 1);
            }
            return 0.5 - sum / Math.sqrt(Math.PI);
        }
        double fraction = x;
        for (int i = 120; i >= 1; i--) {
            fraction = x + i / 2.0 / fraction;
        }
        return 0.5 * Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }

    /// The z with P(|Z| <= z) = confidence, such as 1.959964 for .95.
    static double twoSidedZ(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException("Confidence " + confidence + " is outside (0, 1).");
        }
        double tail = (1 - confidence) / 2;
        return Roots.boundary(z -> normalUpperTail(z) <= tail, 0, 40);
    }

    /// Stirling's remainder: ln Gamma(x) - [(x-1/2) ln x - x + ln(2 pi)/2], for x >= 10.
    private static double stirlingRest(double x) {
        double r = 1 / (x * x);
        return (1.0 / 12
                        + r
                                * (-1.0 / 360
                                        + r
                                                * (1.0 / 1260
                                                        + r
                                                                * (-1.0 / 1680
                                                                        + r
                                                                                * (1.0 / 1188
                                                                                        + r
                                                                                                * (-691.0 / 360360
                                                                                                        + r / 156))))))
                / x;
    }

    private static void requirePositive(double value, String name) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " = " + value + " must be above 0.");
        }
    }
}
