package dev.assay.engine.adapter;

import dev.assay.engine.checkpoint.CheckpointException;
import java.util.Arrays;
import java.util.List;

/// What an adapter adds to one matrix.
///
/// @param outputs rows of `B`
/// @param inputs columns of `A`
/// @param rank rows of `A`
/// @param scale what `B A` is multiplied by
/// @param a `[rank, inputs]`, row by row; not copied
/// @param b `[outputs, rank]`, row by row; not copied
/// @param transposed whether the matrix is kept as `[inputs, outputs]`, as GPT-2 keeps its own
@SuppressWarnings("ArrayRecordComponent") // weights are large: one array, handed on
public record LowRank(int outputs, int inputs, int rank, double scale, float[] a, float[] b, boolean transposed) {

    /// @throws CheckpointException if the numbers do not fill the shapes, or one is NaN or infinite
    public LowRank {
        if (a.length != (long) rank * inputs || b.length != (long) outputs * rank) {
            throw new CheckpointException("an adapter of rank %d for [%d, %d] has %d and %d numbers"
                    .formatted(rank, outputs, inputs, a.length, b.length));
        }
        finite(a);
        finite(b);
    }

    private static void finite(float[] numbers) {
        for (var number : numbers) {
            if (!Float.isFinite(number)) {
                throw new CheckpointException("an adapter holds " + number + ": fetch or train it again.");
            }
        }
    }

    /// The shape of the matrix that it fits.
    public List<Integer> shape() {
        return transposed ? List.of(inputs, outputs) : List.of(outputs, inputs);
    }

    /// A copy of the matrix with `scale B A` added, computed in double precision.
    ///
    /// @param matrix of this [#shape()], row by row
    public float[] addedTo(float[] matrix) {
        var sum = matrix.clone();
        var row = new double[inputs];
        for (var output = 0; output < outputs; output++) {
            Arrays.fill(row, 0);
            for (var k = 0; k < rank; k++) {
                var factor = scale * b[output * rank + k];
                for (var input = 0; input < inputs; input++) {
                    row[input] += factor * a[k * inputs + input];
                }
            }
            for (var input = 0; input < inputs; input++) {
                var at = transposed ? input * outputs + output : output * inputs + input;
                sum[at] = (float) (sum[at] + row[input]);
            }
        }
        return sum;
    }
}
