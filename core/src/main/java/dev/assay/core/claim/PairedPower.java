package dev.assay.core.claim;

import java.util.Arrays;

/// Exact dynamic programming of a {@link PairedRule} over the counts of hits and reverses.
final class PairedPower {
    private static final double NEGLIGIBLE = 1e-13;

    private final PairedBoundaries boundaries;
    private final int cap;
    private final double[][] mass;
    private final int[] lessAtMost;
    private final int[] greaterAtLeast;
    private int topPlus;
    private int topMinus;
    private int lowPlus;
    private int lowMinus;
    private double pass;
    private double fail;
    private double stopped;
    private double draws;

    PairedPower(PairedBoundaries boundaries, int cap) {
        this.boundaries = boundaries;
        this.cap = cap;
        mass = new double[cap + 2][cap + 2];
        lessAtMost = new int[cap + 2];
        greaterAtLeast = new int[cap + 2];
    }

    /// The chances at these rates; once for each object.
    PowerPoint at(double gap, double plusRate, double minusRate) {
        mass[0][0] = 1;
        double zeroRate = Math.max(0, 1 - plusRate - minusRate);
        for (int n = 1; n <= cap && lowPlus <= topPlus && lowMinus <= topMinus; n++) {
            step(plusRate, zeroRate, minusRate);
            absorb(n);
            trim();
        }
        return new PowerPoint(gap, pass, fail, Math.max(0, 1 - pass - fail), draws + cap * Math.max(0, 1 - stopped));
    }

    /// Takes out what reached a boundary with the n-th pair, or the cap.
    private void absorb(int n) {
        int first = Math.min(lowPlus, lowMinus);
        for (int others = first; others <= Math.min(n, Math.max(topPlus, topMinus)); others++) {
            lessAtMost[others] = boundaries.lessAtMost(others)[n];
            greaterAtLeast[others] = boundaries.greaterAtLeast(others)[n];
        }
        double passNow = 0;
        double failNow = 0;
        double otherNow = 0;
        for (int p = lowPlus; p <= topPlus; p++) {
            double[] row = mass[p];
            int mirrorPass = lessAtMost[p];
            int reversed = n == cap ? 0 : greaterAtLeast[p];
            for (int m = lowMinus; m <= Math.min(topMinus, n - p); m++) {
                if (m <= mirrorPass && p <= lessAtMost[m]) {
                    passNow += row[m];
                } else if (p >= greaterAtLeast[m]) {
                    failNow += row[m];
                } else if (m >= reversed) {
                    otherNow += row[m];
                } else {
                    continue;
                }
                row[m] = 0;
            }
        }
        pass += passNow;
        fail += failNow;
        stopped += passNow + failNow + otherNow;
        draws += n * (passNow + failNow + otherNow);
    }

    private void step(double plusRate, double zeroRate, double minusRate) {
        topPlus++;
        topMinus++;
        for (int p = topPlus; p > lowPlus; p--) {
            double[] row = mass[p];
            double[] before = mass[p - 1];
            for (int m = topMinus; m > lowMinus; m--) {
                row[m] = row[m] * zeroRate + row[m - 1] * minusRate + before[m] * plusRate;
            }
            row[lowMinus] = row[lowMinus] * zeroRate + before[lowMinus] * plusRate;
        }
        double[] row = mass[lowPlus];
        for (int m = topMinus; m > lowMinus; m--) {
            row[m] = row[m] * zeroRate + row[m - 1] * minusRate;
        }
        row[lowMinus] *= zeroRate;
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
