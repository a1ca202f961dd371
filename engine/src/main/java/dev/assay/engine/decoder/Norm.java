package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.architecture.NormKind;

/// One normalisation with its weights.
final class Norm {

    private final NormKind kind;
    private final float[] weight;
    private final float[] bias;
    private final float epsilon;

    private Norm(NormKind kind, float[] weight, float[] bias, float epsilon) {
        this.kind = kind;
        this.weight = weight;
        this.bias = bias;
        this.epsilon = epsilon;
    }

    static Norm of(DecoderConfig.Norm config, DecoderLayout.Norm place, DecoderWeights weights) {
        var weight = weights.floats(place.weight());
        if (config.kind() == NormKind.RMS_PLUS_ONE) {
            weight = weight.clone();
            for (var i = 0; i < weight.length; i++) {
                weight[i] = 1f + weight[i];
            }
        }
        var bias = place.bias().map(weights::floats).orElseGet(() -> new float[0]);
        return new Norm(config.kind(), weight, bias, (float) config.epsilon());
    }

    /// Normalises the beginning of `x` into the beginning of `out`, as many numbers as there are weights.
    void apply(float[] x, float[] out) {
        switch (kind) {
            case RMS, RMS_PLUS_ONE -> Functions.rmsNorm(x, weight, epsilon, out);
            case LAYER -> Functions.layerNorm(x, weight, bias, epsilon, out);
        }
    }

    /// Normalises each row from its beginning.
    void apply(float[][] x, float[][] out, int count) {
        for (var r = 0; r < count; r++) {
            apply(x[r], out[r]);
        }
    }

    /// Normalises the numbers from `from` to `to`, a stretch of as many as there are weights at a time, in place.
    /// Of RMSNorm alone: no architecture normalises queries and keys otherwise.
    void applyEach(float[] row, int from, int to) {
        for (var first = from; first < to; first += weight.length) {
            Functions.rmsNorm(row, first, weight, epsilon);
        }
    }
}
