package dev.assay.core.claim;

/// The two betting e-processes of a paired claim, on counts of pairs that differ by +1, 0 and -1.
///
/// - *greater*: H0 E d <= gap; E = mean over j of prod (1 + l_j (d - gap)), l_j = (j - 1/2)/40 / (1 + gap).
/// - *less*: H0 E d >= gap; E = mean over j of prod (1 - l_j (d - gap)), l_j = (1 - u_j)/(1 - gap), u_j =
///   -ln(1 - v_j (1 - e^-3))/3, v_j = (j - 1/2)/40: bets that lean to the largest one, so that 36 pairs
///   without a difference show a gap under 10 points instead of 43 with equal spacing (no valid rule needs
///   fewer than 29).
///
/// Each factor is nonnegative and has mean at most 1 under its H0, so each E is an e-process (Waudby-Smith
/// & Ramdas 2024; values in `paired.json`).
final class PairedBets {
    static final int BETS = 40;

    private final double[] plus = new double[BETS];
    private final double[] zero = new double[BETS];
    private final double[] minus = new double[BETS];

    private PairedBets(double[] bets, double gap, int sign) {
        for (int j = 0; j < BETS; j++) {
            plus[j] = Math.log1p(sign * bets[j] * (1 - gap));
            zero[j] = Math.log1p(sign * bets[j] * -gap);
            minus[j] = Math.log1p(sign * bets[j] * (-1 - gap));
        }
    }

    /// Against "the gap is at most `gap`".
    static PairedBets greater(double gap) {
        return new PairedBets(greaterBets(gap), gap, 1);
    }

    /// Against "the gap is at least `gap`".
    static PairedBets less(double gap) {
        return new PairedBets(lessBets(gap), gap, -1);
    }

    private static double[] greaterBets(double gap) {
        double[] bets = new double[BETS];
        for (int j = 0; j < BETS; j++) {
            bets[j] = (j + 0.5) / BETS / (1 + gap);
        }
        return bets;
    }

    private static double[] lessBets(double gap) {
        double[] bets = new double[BETS];
        for (int j = 0; j < BETS; j++) {
            double v = (j + 0.5) / BETS;
            double u = -Math.log1p(v * Math.expm1(-3)) / 3;
            bets[j] = (1 - u) / (1 - gap);
        }
        return bets;
    }

    /// ln E after so many pairs of each kind.
    double logE(int nPlus, int nZero, int nMinus) {
        double most = Double.NEGATIVE_INFINITY;
        double[] logs = new double[BETS];
        for (int j = 0; j < BETS; j++) {
            logs[j] = nPlus * plus[j] + nZero * zero[j] + nMinus * minus[j];
            most = Math.max(most, logs[j]);
        }
        return logMean(logs, most);
    }

    /// ln E against "the gap is at most `gap`" for differences anywhere in [-1, 1].
    ///
    /// @throws IllegalArgumentException if a difference is outside [-1, 1]
    static double logGreater(double[] differences, double gap) {
        return logGraded(differences, greaterBets(gap), gap, 1);
    }

    /// ln E against "the gap is at least `gap`" for differences anywhere in [-1, 1].
    ///
    /// @throws IllegalArgumentException if a difference is outside [-1, 1]
    static double logLess(double[] differences, double gap) {
        return logGraded(differences, lessBets(gap), gap, -1);
    }

    private static double logGraded(double[] differences, double[] bets, double gap, int sign) {
        double[] logs = new double[BETS];
        double most = Double.NEGATIVE_INFINITY;
        for (int j = 0; j < BETS; j++) {
            for (double d : differences) {
                if (!(d >= -1 && d <= 1)) {
                    throw new IllegalArgumentException("Difference " + d + " is outside [-1, 1].");
                }
                logs[j] += Math.log1p(sign * bets[j] * (d - gap));
            }
            most = Math.max(most, logs[j]);
        }
        return logMean(logs, most);
    }

    private static double logMean(double[] logs, double most) {
        double sum = 0;
        for (double log : logs) {
            sum += Math.exp(log - most);
        }
        return most + Math.log(sum / logs.length);
    }
}
