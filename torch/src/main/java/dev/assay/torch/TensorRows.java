package dev.assay.torch;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// Numbers on their way between tensors and arrays.
final class TensorRows {

    private TensorRows() {}

    /// The rows of `[rows, width]`, as 32-bit floats.
    static float[][] of(Tensor matrix) {
        var rows = new float[Math.toIntExact(matrix.size(0))][Math.toIntExact(matrix.size(1))];
        copy(matrix, rows);
        return rows;
    }

    /// Copies `[rows, width]` into arrays at least as wide.
    static void copy(Tensor matrix, float[][] into) {
        var rows = matrix.size(0);
        var width = Math.toIntExact(matrix.size(1));
        var floats = matrix.to(torch.ScalarType.Float).contiguous();
        var numbers = new FloatPointer(floats.data_ptr_float());
        for (var row = 0; row < rows; row++) {
            numbers.position((long) row * width).get(into[row], 0, width);
        }
    }

    /// The numbers of a tensor, in their order, as 32-bit floats.
    static float[] flat(Tensor tensor) {
        var floats = tensor.to(torch.ScalarType.Float).contiguous();
        var numbers = new float[Math.toIntExact(floats.numel())];
        new FloatPointer(floats.data_ptr_float()).get(numbers, 0, numbers.length);
        return numbers;
    }

    /// A vector of 64-bit floats.
    static Tensor vector(double... numbers) {
        return torch.from_blob(
                        new DoublePointer(numbers),
                        new long[] {numbers.length},
                        new TensorOptions(torch.ScalarType.Double))
                .clone();
    }
}
