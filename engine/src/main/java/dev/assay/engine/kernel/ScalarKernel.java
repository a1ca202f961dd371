package dev.assay.engine.kernel;

/// Plain loops. Each reads and writes all its arrays at one index and takes several `k` at a time, which
/// is the form that the server compiler vectorises; the loops are methods of their own so that each is
/// compiled by itself.
final class ScalarKernel extends Kernel {

    @Override
    public String name() {
        return "scalar";
    }

    @Override
    void add(float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int from, int to) {
        var k = 0;
        for (; k + 8 <= count; k += 8) {
            addEight(a, aFirst + k, rows, rowFirst + k, out, from, to);
        }
        for (; k < count; k++) {
            addOne(a[aFirst + k], rows[rowFirst + k], out, from, to);
        }
    }

    @Override
    void addFour(float[][] x, float[][] y, int row, float[][] weights, int inputs, int width) {
        var k = 0;
        for (; k + 4 <= inputs; k += 4) {
            addFourByFour(x, y, row, weights, k, width);
        }
        for (; k < inputs; k++) {
            for (var r = row; r < row + BLOCK; r++) {
                addOne(x[r][k], weights[k], y[r], 0, width);
            }
        }
    }

    private static void addOne(float a, float[] w, float[] out, int from, int to) {
        for (var i = from; i < to; i++) {
            out[i] = Math.fma(a, w[i], out[i]);
        }
    }

    private static void addEight(float[] a, int k, float[][] rows, int row, float[] out, int from, int to) {
        var a0 = a[k];
        var a1 = a[k + 1];
        var a2 = a[k + 2];
        var a3 = a[k + 3];
        var a4 = a[k + 4];
        var a5 = a[k + 5];
        var a6 = a[k + 6];
        var a7 = a[k + 7];
        var w0 = rows[row];
        var w1 = rows[row + 1];
        var w2 = rows[row + 2];
        var w3 = rows[row + 3];
        var w4 = rows[row + 4];
        var w5 = rows[row + 5];
        var w6 = rows[row + 6];
        var w7 = rows[row + 7];
        for (var i = from; i < to; i++) {
            var half = Math.fma(a3, w3[i], Math.fma(a2, w2[i], Math.fma(a1, w1[i], Math.fma(a0, w0[i], out[i]))));
            out[i] = Math.fma(a7, w7[i], Math.fma(a6, w6[i], Math.fma(a5, w5[i], Math.fma(a4, w4[i], half))));
        }
    }

    private static void addFourByFour(float[][] x, float[][] y, int row, float[][] weights, int k, int width) {
        var a0 = x[row][k];
        var a1 = x[row][k + 1];
        var a2 = x[row][k + 2];
        var a3 = x[row][k + 3];
        var b0 = x[row + 1][k];
        var b1 = x[row + 1][k + 1];
        var b2 = x[row + 1][k + 2];
        var b3 = x[row + 1][k + 3];
        var c0 = x[row + 2][k];
        var c1 = x[row + 2][k + 1];
        var c2 = x[row + 2][k + 2];
        var c3 = x[row + 2][k + 3];
        var d0 = x[row + 3][k];
        var d1 = x[row + 3][k + 1];
        var d2 = x[row + 3][k + 2];
        var d3 = x[row + 3][k + 3];
        var w0 = weights[k];
        var w1 = weights[k + 1];
        var w2 = weights[k + 2];
        var w3 = weights[k + 3];
        var ya = y[row];
        var yb = y[row + 1];
        var yc = y[row + 2];
        var yd = y[row + 3];
        for (var i = 0; i < width; i++) {
            var p = w0[i];
            var q = w1[i];
            var r = w2[i];
            var s = w3[i];
            var a = Math.fma(a3, s, Math.fma(a2, r, Math.fma(a1, q, Math.fma(a0, p, ya[i]))));
            var b = Math.fma(b3, s, Math.fma(b2, r, Math.fma(b1, q, Math.fma(b0, p, yb[i]))));
            var c = Math.fma(c3, s, Math.fma(c2, r, Math.fma(c1, q, Math.fma(c0, p, yc[i]))));
            var d = Math.fma(d3, s, Math.fma(d2, r, Math.fma(d1, q, Math.fma(d0, p, yd[i]))));
            ya[i] = a;
            yb[i] = b;
            yc[i] = c;
            yd[i] = d;
        }
    }
}
