package dev.assay.core.claim;

/// The betting martingale with predictable plug-in bets of Waudby-Smith & Ramdas 2024 (their
/// `betting.py`), the off-the-shelf method: kept as the comparison that claims are measured against (595
/// clean draws for a rate under 1 % where the mixture needs 327).
final class PlugInBetting {
    private static final double TRUNCATION = 0.5;

    private PlugInBetting() {}

    /// lambda_t = sqrt(2 ln(1/alpha)/(t ln(1+t) s2_(t-1))), mu_t = (1/2 + sum x)/(t+1),
    /// s2_t = (1/4 + sum (x_i - mu_i)^2)/(t+1), s2_0 = 1/4.
    static double[] bets(double[] x, double alpha) {
        double[] bets = new double[x.length];
        double sum = 0.5;
        double squares = 0.25;
        double variance = 0.25;
        for (int t = 1; t <= x.length; t++) {
            bets[t - 1] = Math.sqrt(-2 * Math.log(alpha) / (t * Math.log(1 + t) * variance));
            sum += x[t - 1];
            double mean = sum / (t + 1);
            squares += (x[t - 1] - mean) * (x[t - 1] - mean);
            variance = squares / (t + 1);
        }
        return bets;
    }

    /// Capital after all of x betting that the mean is over m (each bet at most 1/(2m)).
    static double over(double[] x, double m, double alpha) {
        double[] bets = bets(x, alpha);
        double capital = 1;
        for (int t = 0; t < x.length; t++) {
            capital *= 1 + Math.min(bets[t], TRUNCATION / m) * (x[t] - m);
        }
        return capital;
    }

    /// Capital after all of x betting that the mean is under m (each bet at most 1/(2(1-m))).
    static double under(double[] x, double m, double alpha) {
        double[] bets = bets(x, alpha);
        double capital = 1;
        for (int t = 0; t < x.length; t++) {
            capital *= 1 - Math.min(bets[t], TRUNCATION / (1 - m)) * (x[t] - m);
        }
        return capital;
    }

    /// The hedged capital max(over/2, under/2), each side betting at alpha/2.
    static double hedged(double[] x, double m, double alpha) {
        return Math.max(over(x, m, alpha / 2), under(x, m, alpha / 2)) / 2;
    }
}
