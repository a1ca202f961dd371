package dev.assay.engine.kernel;

import java.util.Arrays;

/// Products of rows with a matrix.
///
/// Every element of a result is one chain of fused multiply-adds that starts at zero and takes its terms
/// in ascending order of `k`. So the bits of a result depend neither on the number of rows computed
/// together nor on the kernel: the batch gives what the single request gives. Implementations hold no
/// state.
public abstract sealed class Kernel permits ScalarKernel, VectorKernel {

    /// Rows that are computed together, so that a weight that was read serves each of them.
    static final int BLOCK = 4;

    Kernel() {}

    /// The kernel to use here: the Vector API if its module is present, else plain loops.
    public static Kernel best() {
        return vectorPresent() ? VectorKernel.make() : new ScalarKernel();
    }

    /// Plain loops, which the compiler turns into vector instructions by itself.
    public static Kernel scalar() {
        return new ScalarKernel();
    }

    /// Whether the program was started with `--add-modules jdk.incubator.vector`.
    public static boolean vectorPresent() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    /// `scalar` or `vector`.
    public abstract String name();

    /// `y[r] = x[r] W` for `r < rows`. Rows of `y` may be longer than the result.
    public final void multiply(Matrix matrix, float[][] x, float[][] y, int rows) {
        var panels = matrix.panels();
        if (panels.length == 1) {
            panel(panels[0], matrix.inputs(), x, y, rows, matrix.outputs());
            return;
        }
        var sums = new float[BLOCK][matrix.width()];
        var block = new float[BLOCK][];
        for (var p = 0; p < panels.length; p++) {
            var first = p * matrix.width();
            var width = Math.min(matrix.width(), matrix.outputs() - first);
            for (var row = 0; row < rows; row += BLOCK) {
                var count = Math.min(BLOCK, rows - row);
                System.arraycopy(x, row, block, 0, count);
                panel(panels[p], matrix.inputs(), block, sums, count, width);
                for (var i = 0; i < count; i++) {
                    System.arraycopy(sums[i], 0, y[row + i], first, width);
                }
            }
        }
    }

    private void panel(float[][] weights, int inputs, float[][] x, float[][] y, int rows, int width) {
        var row = 0;
        for (; row + BLOCK <= rows; row += BLOCK) {
            for (var i = row; i < row + BLOCK; i++) {
                Arrays.fill(y[i], 0, width, 0f);
            }
            addFour(x, y, row, weights, inputs, width);
        }
        for (; row < rows; row++) {
            Arrays.fill(y[row], 0, width, 0f);
            add(x[row], 0, weights, 0, inputs, y[row], 0, width);
        }
    }

    /// `out[i] = sum of a[aFirst + k] * rows[rowFirst + k][i]` over `k < count`, for `from <= i < to`.
    public final void combine(
            float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int from, int to) {
        Arrays.fill(out, from, to, 0f);
        add(a, aFirst, rows, rowFirst, count, out, from, to);
    }

    /// Adds the terms of [#combine] to `out`.
    abstract void add(float[] a, int aFirst, float[][] rows, int rowFirst, int count, float[] out, int from, int to);

    /// Adds `x[row + r] W` to `y[row + r]` for each `r` of a block, in the outputs below `width`.
    abstract void addFour(float[][] x, float[][] y, int row, float[][] weights, int inputs, int width);
}
