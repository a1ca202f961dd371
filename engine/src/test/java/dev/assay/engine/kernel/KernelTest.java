package dev.assay.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Every kernel gives, bit for bit, the chain of fused multiply-adds that it promises, however many rows
/// go together.
class KernelTest {

    private static final int[][] SHAPES = {{1, 1}, {3, 5}, {96, 288}, {37, 41}, {64, 321}, {16, 1280}, {9, 700}};

    private static List<Kernel> kernels() {
        var kernels = new ArrayList<Kernel>(List.of(Kernel.scalar()));
        if (Kernel.vectorPresent()) {
            kernels.add(new VectorKernel());
        }
        return kernels;
    }

    private static float[] random(SplittableRandom random, int size) {
        var values = new float[size];
        for (var i = 0; i < size; i++) {
            values[i] = (float) random.nextDouble(-2, 2);
        }
        return values;
    }

    private static float[] chain(float[] x, float[] weights, int outputs) {
        var y = new float[outputs];
        for (var o = 0; o < outputs; o++) {
            for (var k = 0; k < x.length; k++) {
                y[o] = Math.fma(x[k], weights[o * x.length + k], y[o]);
            }
        }
        return y;
    }

    @Test
    void theVectorKernelIsUsedWhereItsModuleIs() {
        assertThat(Kernel.best().name()).isEqualTo(Kernel.vectorPresent() ? "vector" : "scalar");
    }

    @Test
    void productsAreTheSameBitsForAnyNumberOfRows() {
        var random = new SplittableRandom(3);
        for (var shape : SHAPES) {
            var inputs = shape[0];
            var outputs = shape[1];
            var weights = random(random, inputs * outputs);
            var matrix = Matrix.ofLayers(inputs, weights);
            for (var rows = 1; rows <= 9; rows++) {
                var x = new float[rows][];
                for (var r = 0; r < rows; r++) {
                    x[r] = random(random, inputs);
                }
                for (var kernel : kernels()) {
                    var y = new float[rows][outputs];
                    kernel.multiply(matrix, x, y, rows);
                    for (var r = 0; r < rows; r++) {
                        assertThat(y[r])
                                .as("%s %dx%d row %d of %d", kernel.name(), inputs, outputs, r, rows)
                                .isEqualTo(chain(x[r], weights, outputs));
                    }
                }
            }
        }
    }

    @Test
    void combinationsTouchTheirRangeAlone() {
        var random = new SplittableRandom(4);
        for (var count = 0; count < 40; count++) {
            var rows = new float[count + 2][];
            for (var k = 0; k < rows.length; k++) {
                rows[k] = random(random, 150);
            }
            var a = random(random, count + 3);
            var from = random.nextInt(40);
            var to = random.nextInt(from, 150);
            for (var kernel : kernels()) {
                var out = random(random, 150);
                var before = out.clone();
                kernel.combine(a, 3, rows, 2, count, out, from, to);
                for (var i = 0; i < out.length; i++) {
                    var wanted = before[i];
                    if (i >= from && i < to) {
                        wanted = 0;
                        for (var k = 0; k < count; k++) {
                            wanted = Math.fma(a[3 + k], rows[2 + k][i], wanted);
                        }
                    }
                    assertThat(out[i]).isEqualTo(wanted);
                }
            }
        }
    }

    @Test
    void layersThatShareInputsFollowOneAnother() {
        var random = new SplittableRandom(5);
        var first = random(random, 7 * 4);
        var second = random(random, 7 * 6);
        var x = new float[][] {random(random, 7)};
        var together = new float[1][10];
        var alone = new float[1][6];
        Kernel.scalar().multiply(Matrix.ofLayers(7, first, second), x, together, 1);
        Kernel.scalar().multiply(Matrix.ofLayers(7, second), x, alone, 1);
        for (var i = 0; i < 6; i++) {
            assertThat(together[0][4 + i]).isEqualTo(alone[0][i]);
        }
    }
}
