package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.kernel.Kernel;
import dev.assay.engine.kernel.Matrix;
import java.util.Arrays;

/// Linear layers that read the same inputs, as one: `y = x W + b`, their outputs one after the other.
final class Linear {

    private final Matrix matrix;
    private final float[] bias; // empty if there is none

    private Linear(Matrix matrix, float[] bias) {
        this.matrix = matrix;
        this.bias = bias;
    }

    static Linear of(DecoderWeights weights, DecoderLayout.Linear... places) {
        var numbers = Arrays.stream(places)
                .map(place -> weights.floats(place.weight()))
                .toArray(float[][]::new);
        var matrix = Matrix.ofLayers(places[0].weight().columns(), numbers);
        var biases = Arrays.stream(places).anyMatch(place -> place.bias().isPresent());
        var bias = new float[biases ? matrix.outputs() : 0];
        var at = 0;
        for (var place : places) {
            if (place.bias().isPresent()) {
                var values = weights.floats(place.bias().get());
                System.arraycopy(values, 0, bias, at, values.length);
            }
            at += place.weight().rows();
        }
        return new Linear(matrix, bias);
    }

    /// The same without the part of its outputs along a direction.
    Linear orthogonalised(double[] unit) {
        return new Linear(matrix.mapRows(row -> Orthogonal.rows(row, unit)), Orthogonal.rows(bias, unit));
    }

    void apply(Kernel kernel, float[][] x, float[][] y, int count) {
        kernel.multiply(matrix, x, y, count);
        if (bias.length > 0) {
            for (var r = 0; r < count; r++) {
                Functions.add(y[r], bias, bias.length);
            }
        }
    }
}
