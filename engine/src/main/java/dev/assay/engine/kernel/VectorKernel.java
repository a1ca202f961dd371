package dev.assay.engine.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The same sums with the Vector API. This is the only class that names the incubator module; it is
/// loaded only where [Kernel#vectorPresent] holds.
final class VectorKernel extends Kernel {

    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    /// As the type that all kernels have: so the JVM need not load this class, and its module, to check its user.
    static Kernel make() {
        return new VectorKernel();
    }

    @Override
    public String name() {
        return "vector";
    }

    @Override
    void add(float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int from, int to) {
        var i = from;
        for (; i + 16 * LANES <= to; i += 16 * LANES) {
            addBroad(a, aFirst, rows, rowFirst, count, out, i);
        }
        for (; i + 4 * LANES <= to; i += 4 * LANES) {
            addWide(a, aFirst, rows, rowFirst, count, out, i);
        }
        for (; i + LANES <= to; i += LANES) {
            var sum = FloatVector.fromArray(SPECIES, out, i);
            for (var k = 0; k < count; k++) {
                var row = FloatVector.fromArray(SPECIES, rows[rowFirst + k], i);
                sum = FloatVector.broadcast(SPECIES, a[aFirst + k]).fma(row, sum);
            }
            sum.intoArray(out, i);
        }
        for (; i < to; i++) {
            var sum = out[i];
            for (var k = 0; k < count; k++) {
                sum = Math.fma(a[aFirst + k], rows[rowFirst + k][i], sum);
            }
            out[i] = sum;
        }
    }

    /// Sixteen vectors side by side: a long stretch of each row is read at once, which memory delivers sooner than
    /// short ones of many rows.
    private static void addBroad(float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int i) {
        var s0 = FloatVector.fromArray(SPECIES, out, i);
        var s1 = FloatVector.fromArray(SPECIES, out, i + LANES);
        var s2 = FloatVector.fromArray(SPECIES, out, i + 2 * LANES);
        var s3 = FloatVector.fromArray(SPECIES, out, i + 3 * LANES);
        var s4 = FloatVector.fromArray(SPECIES, out, i + 4 * LANES);
        var s5 = FloatVector.fromArray(SPECIES, out, i + 5 * LANES);
        var s6 = FloatVector.fromArray(SPECIES, out, i + 6 * LANES);
        var s7 = FloatVector.fromArray(SPECIES, out, i + 7 * LANES);
        var s8 = FloatVector.fromArray(SPECIES, out, i + 8 * LANES);
        var s9 = FloatVector.fromArray(SPECIES, out, i + 9 * LANES);
        var s10 = FloatVector.fromArray(SPECIES, out, i + 10 * LANES);
        var s11 = FloatVector.fromArray(SPECIES, out, i + 11 * LANES);
        var s12 = FloatVector.fromArray(SPECIES, out, i + 12 * LANES);
        var s13 = FloatVector.fromArray(SPECIES, out, i + 13 * LANES);
        var s14 = FloatVector.fromArray(SPECIES, out, i + 14 * LANES);
        var s15 = FloatVector.fromArray(SPECIES, out, i + 15 * LANES);
        for (var k = 0; k < count; k++) {
            var factor = FloatVector.broadcast(SPECIES, a[aFirst + k]);
            var row = rows[rowFirst + k];
            s0 = factor.fma(FloatVector.fromArray(SPECIES, row, i), s0);
            s1 = factor.fma(FloatVector.fromArray(SPECIES, row, i + LANES), s1);
            s2 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 2 * LANES), s2);
            s3 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 3 * LANES), s3);
            s4 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 4 * LANES), s4);
            s5 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 5 * LANES), s5);
            s6 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 6 * LANES), s6);
            s7 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 7 * LANES), s7);
            s8 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 8 * LANES), s8);
            s9 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 9 * LANES), s9);
            s10 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 10 * LANES), s10);
            s11 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 11 * LANES), s11);
            s12 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 12 * LANES), s12);
            s13 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 13 * LANES), s13);
            s14 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 14 * LANES), s14);
            s15 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 15 * LANES), s15);
        }
        s0.intoArray(out, i);
        s1.intoArray(out, i + LANES);
        s2.intoArray(out, i + 2 * LANES);
        s3.intoArray(out, i + 3 * LANES);
        s4.intoArray(out, i + 4 * LANES);
        s5.intoArray(out, i + 5 * LANES);
        s6.intoArray(out, i + 6 * LANES);
        s7.intoArray(out, i + 7 * LANES);
        s8.intoArray(out, i + 8 * LANES);
        s9.intoArray(out, i + 9 * LANES);
        s10.intoArray(out, i + 10 * LANES);
        s11.intoArray(out, i + 11 * LANES);
        s12.intoArray(out, i + 12 * LANES);
        s13.intoArray(out, i + 13 * LANES);
        s14.intoArray(out, i + 14 * LANES);
        s15.intoArray(out, i + 15 * LANES);
    }

    private static void addWide(float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int i) {
        var s0 = FloatVector.fromArray(SPECIES, out, i);
        var s1 = FloatVector.fromArray(SPECIES, out, i + LANES);
        var s2 = FloatVector.fromArray(SPECIES, out, i + 2 * LANES);
        var s3 = FloatVector.fromArray(SPECIES, out, i + 3 * LANES);
        for (var k = 0; k < count; k++) {
            var factor = FloatVector.broadcast(SPECIES, a[aFirst + k]);
            var row = rows[rowFirst + k];
            s0 = factor.fma(FloatVector.fromArray(SPECIES, row, i), s0);
            s1 = factor.fma(FloatVector.fromArray(SPECIES, row, i + LANES), s1);
            s2 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 2 * LANES), s2);
            s3 = factor.fma(FloatVector.fromArray(SPECIES, row, i + 3 * LANES), s3);
        }
        s0.intoArray(out, i);
        s1.intoArray(out, i + LANES);
        s2.intoArray(out, i + 2 * LANES);
        s3.intoArray(out, i + 3 * LANES);
    }

    @Override
    void addFour(float[][] x, float[][] y, int row, float[][] weights, int inputs, int width) {
        var i = 0;
        for (; i + 4 * LANES <= width; i += 4 * LANES) {
            wideTile(x[row], x[row + 1], x[row + 2], x[row + 3], y, row, weights, inputs, i);
        }
        for (; i + 2 * LANES <= width; i += 2 * LANES) {
            tile(x[row], x[row + 1], x[row + 2], x[row + 3], y, row, weights, inputs, i);
        }
        for (var r = row; r < row + BLOCK && i < width; r++) {
            add(x[r], 0, weights, 0, inputs, y[r], i, width);
        }
    }

    /// Four rows by four vectors: sixteen running sums, so that each weight that is read serves four of them.
    private static void wideTile(
            float[] a, float[] b, float[] c, float[] d, float[][] y, int row, float[][] weights, int inputs, int i) {
        var a0 = FloatVector.fromArray(SPECIES, y[row], i);
        var a1 = FloatVector.fromArray(SPECIES, y[row], i + LANES);
        var a2 = FloatVector.fromArray(SPECIES, y[row], i + 2 * LANES);
        var a3 = FloatVector.fromArray(SPECIES, y[row], i + 3 * LANES);
        var b0 = FloatVector.fromArray(SPECIES, y[row + 1], i);
        var b1 = FloatVector.fromArray(SPECIES, y[row + 1], i + LANES);
        var b2 = FloatVector.fromArray(SPECIES, y[row + 1], i + 2 * LANES);
        var b3 = FloatVector.fromArray(SPECIES, y[row + 1], i + 3 * LANES);
        var c0 = FloatVector.fromArray(SPECIES, y[row + 2], i);
        var c1 = FloatVector.fromArray(SPECIES, y[row + 2], i + LANES);
        var c2 = FloatVector.fromArray(SPECIES, y[row + 2], i + 2 * LANES);
        var c3 = FloatVector.fromArray(SPECIES, y[row + 2], i + 3 * LANES);
        var d0 = FloatVector.fromArray(SPECIES, y[row + 3], i);
        var d1 = FloatVector.fromArray(SPECIES, y[row + 3], i + LANES);
        var d2 = FloatVector.fromArray(SPECIES, y[row + 3], i + 2 * LANES);
        var d3 = FloatVector.fromArray(SPECIES, y[row + 3], i + 3 * LANES);
        for (var k = 0; k < inputs; k++) {
            var weight = weights[k];
            var w0 = FloatVector.fromArray(SPECIES, weight, i);
            var w1 = FloatVector.fromArray(SPECIES, weight, i + LANES);
            var w2 = FloatVector.fromArray(SPECIES, weight, i + 2 * LANES);
            var w3 = FloatVector.fromArray(SPECIES, weight, i + 3 * LANES);
            var factor = FloatVector.broadcast(SPECIES, a[k]);
            a0 = factor.fma(w0, a0);
            a1 = factor.fma(w1, a1);
            a2 = factor.fma(w2, a2);
            a3 = factor.fma(w3, a3);
            factor = FloatVector.broadcast(SPECIES, b[k]);
            b0 = factor.fma(w0, b0);
            b1 = factor.fma(w1, b1);
            b2 = factor.fma(w2, b2);
            b3 = factor.fma(w3, b3);
            factor = FloatVector.broadcast(SPECIES, c[k]);
            c0 = factor.fma(w0, c0);
            c1 = factor.fma(w1, c1);
            c2 = factor.fma(w2, c2);
            c3 = factor.fma(w3, c3);
            factor = FloatVector.broadcast(SPECIES, d[k]);
            d0 = factor.fma(w0, d0);
            d1 = factor.fma(w1, d1);
            d2 = factor.fma(w2, d2);
            d3 = factor.fma(w3, d3);
        }
        a0.intoArray(y[row], i);
        a1.intoArray(y[row], i + LANES);
        a2.intoArray(y[row], i + 2 * LANES);
        a3.intoArray(y[row], i + 3 * LANES);
        b0.intoArray(y[row + 1], i);
        b1.intoArray(y[row + 1], i + LANES);
        b2.intoArray(y[row + 1], i + 2 * LANES);
        b3.intoArray(y[row + 1], i + 3 * LANES);
        c0.intoArray(y[row + 2], i);
        c1.intoArray(y[row + 2], i + LANES);
        c2.intoArray(y[row + 2], i + 2 * LANES);
        c3.intoArray(y[row + 2], i + 3 * LANES);
        d0.intoArray(y[row + 3], i);
        d1.intoArray(y[row + 3], i + LANES);
        d2.intoArray(y[row + 3], i + 2 * LANES);
        d3.intoArray(y[row + 3], i + 3 * LANES);
    }

    private static void tile(
            float[] a, float[] b, float[] c, float[] d, float[][] y, int row, float[][] weights, int inputs, int i) {
        var a0 = FloatVector.fromArray(SPECIES, y[row], i);
        var a1 = FloatVector.fromArray(SPECIES, y[row], i + LANES);
        var b0 = FloatVector.fromArray(SPECIES, y[row + 1], i);
        var b1 = FloatVector.fromArray(SPECIES, y[row + 1], i + LANES);
        var c0 = FloatVector.fromArray(SPECIES, y[row + 2], i);
        var c1 = FloatVector.fromArray(SPECIES, y[row + 2], i + LANES);
        var d0 = FloatVector.fromArray(SPECIES, y[row + 3], i);
        var d1 = FloatVector.fromArray(SPECIES, y[row + 3], i + LANES);
        for (var k = 0; k < inputs; k++) {
            var w0 = FloatVector.fromArray(SPECIES, weights[k], i);
            var w1 = FloatVector.fromArray(SPECIES, weights[k], i + LANES);
            var factor = FloatVector.broadcast(SPECIES, a[k]);
            a0 = factor.fma(w0, a0);
            a1 = factor.fma(w1, a1);
            factor = FloatVector.broadcast(SPECIES, b[k]);
            b0 = factor.fma(w0, b0);
            b1 = factor.fma(w1, b1);
            factor = FloatVector.broadcast(SPECIES, c[k]);
            c0 = factor.fma(w0, c0);
            c1 = factor.fma(w1, c1);
            factor = FloatVector.broadcast(SPECIES, d[k]);
            d0 = factor.fma(w0, d0);
            d1 = factor.fma(w1, d1);
        }
        a0.intoArray(y[row], i);
        a1.intoArray(y[row], i + LANES);
        b0.intoArray(y[row + 1], i);
        b1.intoArray(y[row + 1], i + LANES);
        c0.intoArray(y[row + 2], i);
        c1.intoArray(y[row + 2], i + LANES);
        d0.intoArray(y[row + 3], i);
        d1.intoArray(y[row + 3], i + LANES);
    }
}
