package dev.assay.torch;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.pytorch.Tensor;

/// Numbers of a tensor of 32-bit floats that lies in one piece, to and from Java.
final class Floats {

    private Floats() {}

    /// A copy of the tensor's numbers.
    static float[] of(Tensor tensor) {
        var numbers = new float[(int) tensor.numel()];
        pointer(tensor).get(numbers, 0, numbers.length);
        return numbers;
    }

    /// Writes the numbers into the tensor.
    static void into(Tensor tensor, float[] numbers) {
        pointer(tensor).put(numbers, 0, numbers.length);
    }

    private static FloatPointer pointer(Tensor tensor) {
        return tensor.data_ptr_float();
    }
}
