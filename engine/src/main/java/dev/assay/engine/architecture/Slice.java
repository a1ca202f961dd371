package dev.assay.engine.architecture;

import java.util.List;

/// Outputs of a linear layer, a norm or an embedding, as part of a tensor that may hold more: of each `stride` rows
/// of the tensor, the `run` rows from `first` on.
///
/// @param tensor name of the tensor
/// @param shape shape of the whole tensor
/// @param first first row taken, in [0, stride)
/// @param run rows taken one after the other
/// @param stride rows from one run to the next; divides the rows of the tensor
/// @param transposed whether the tensor is kept as (inputs, outputs), so that its rows are its columns
public record Slice(String tensor, List<Integer> shape, int first, int run, int stride, boolean transposed) {

    /// @throws IllegalArgumentException if the runs do not fit the tensor
    public Slice {
        shape = List.copyOf(shape);
        var all = transposed ? shape.getLast() : shape.getFirst();
        if (first < 0 || run < 1 || first + run > stride || all % stride != 0) {
            throw new IllegalArgumentException(
                    "%d rows from %d of each %d do not fit %s of %s".formatted(run, first, stride, tensor, shape));
        }
    }

    /// All of a tensor.
    public static Slice whole(String tensor, Integer... shape) {
        return new Slice(tensor, List.of(shape), 0, shape[0], shape[0], false);
    }

    /// Rows of the tensor in all.
    public int allRows() {
        return transposed ? shape.getLast() : shape.getFirst();
    }

    /// Length of a row: inputs of a linear layer; 1 for a vector.
    public int columns() {
        return shape.size() == 1 ? 1 : transposed ? shape.getFirst() : shape.getLast();
    }

    /// Rows taken.
    public int rows() {
        return allRows() / stride * run;
    }

    /// Whether it is the whole tensor as it is kept.
    public boolean isWhole() {
        return run == allRows() && !transposed;
    }

    /// The rows taken, one after the other, out of the numbers of the whole tensor. The array itself if it is whole.
    public float[] of(float[] numbers) {
        if (isWhole()) {
            return numbers;
        }
        var columns = columns();
        var all = allRows();
        var taken = new float[rows() * columns];
        var into = 0;
        for (var start = first; start < all; start += stride) {
            for (var row = start; row < start + run; row++, into += columns) {
                if (transposed) {
                    for (var column = 0; column < columns; column++) {
                        taken[into + column] = numbers[column * all + row];
                    }
                } else {
                    System.arraycopy(numbers, row * columns, taken, into, columns);
                }
            }
        }
        return taken;
    }
}
