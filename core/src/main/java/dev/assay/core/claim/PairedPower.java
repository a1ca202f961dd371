package dev.assay.core.claim;

import dev.assay.core.audit.ClaimResult.SamplingPower.Point;
import java.util.Arrays;

/// Exact dynamic programming of a {@link PairedRule} over the counts of hits and reverses.
final class PairedPower {
    private static final double NEGLIGIBLE = 1e-14;

    private final PairedBoundaries boundaries;
    private final int cap;
    private final double[][] mass;
    private int topPlus;
    private int topMinus;
    private int lowPlus;
    private int lowMinus;

    PairedPower(PairedRule rule) {
        boundaries = PairedBoundaries.of(rule);
        cap = rule.cap();
        mass = new double[cap + 2][cap + 2];
    }

    Point at(double gap, double plusRate, double minusRate) {
        for (double[] row : mass) {
            Arrays.fill(row, 0);
        }
        mass[0][0] = 1;
        topPlus = 0;
        topMinus = 0;
        lowPlus = 0;
        lowMinus = 0;
        double zeroRate = Math.max(0, 1 - plusRate - minusRate);
        double pass = 0;
        double fail = 0;
        double inconclusive = 0;
        double draws = 0;
        for (int n = 1; n <= cap && lowPlus <= topPlus && lowMinus <= topMinus; n++) {
            step(plusRate, zeroRate, minusRate);
            for (int p = lowPlus; p <= topPlus; p++) {
                double[] row = mass[p];
                int mirrorPass = boundaries.lessAtMost(p)[n];
                int reversed = boundaries.greaterAtLeast(p)[n];
                for (int m = lowMinus; m <= topMinus; m++) {
                    double here = row[m];
                    if (here == 0) {
                        continue;
                    }
                    if (m <= mirrorPass && p <= boundaries.lessAtMost(m)[n]) {
                        pass += here;
                    } else if (p >= boundaries.greaterAtLeast(m)[n]) {
                        fail += here;
                    } else if (m >= reversed || n == cap) {
                        inconclusive += here;
                    } else {
                        continue;
                    }
                    draws += n * here;
                    row[m] = 0;
                }
            }
            trim();
        }
        return new Point(gap, pass, fail, inconclusive, draws);
    }

    private void step(double plusRate, double zeroRate, double minusRate) {
        topPlus++;
        topMinus++;
        for (int p = topPlus; p >= lowPlus; p--) {
            double[] row = mass[p];
            double[] before = p > lowPlus ? mass[p - 1] : null;
            for (int m = topMinus; m > lowMinus; m--) {
                row[m] = row[m] * zeroRate + row[m - 1] * minusRate + (before == null ? 0 : before[m] * plusRate);
            }
            row[lowMinus] = row[lowMinus] * zeroRate + (before == null ? 0 : before[lowMinus] * plusRate);
        }
    }

    /// Narrows the window to the cells that matter; what is left out is set to 0.
    private void trim() {
        while (lowPlus <= topPlus && negligibleRow(topPlus)) {
            topPlus--;
        }
        while (lowPlus <= topPlus && negligibleRow(lowPlus)) {
            lowPlus++;
        }
        while (lowPlus <= topPlus && lowMinus <= topMinus && negligibleColumn(topMinus)) {
            topMinus--;
        }
        while (lowPlus <= topPlus && lowMinus <= topMinus && negligibleColumn(lowMinus)) {
            lowMinus++;
        }
    }

    private boolean negligibleRow(int p) {
        for (int m = lowMinus; m <= topMinus; m++) {
            if (mass[p][m] >= NEGLIGIBLE) {
                return false;
            }
        }
        Arrays.fill(mass[p], lowMinus, topMinus + 1, 0);
        return true;
    }

    private boolean negligibleColumn(int m) {
        for (int p = lowPlus; p <= topPlus; p++) {
            if (mass[p][m] >= NEGLIGIBLE) {
                return false;
            }
        }
        for (int p = lowPlus; p <= topPlus; p++) {
            mass[p][m] = 0;
        }
        return true;
    }
}
