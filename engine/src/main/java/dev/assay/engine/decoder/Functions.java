package dev.assay.engine.decoder;

/// The element-wise parts of a decoder, in a fixed order of operations: the same bits on every machine.
final class Functions {

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /// Adding it to a small float rounds that to a whole number.
    private static final float ROUND = 12_582_912f;

    private Functions() {}

    /// e^x within a few units in the last place for -87.3 <= x <= 88; beyond, the value at the limit. The
    /// polynomial is that of Cephes' `expf` (Moshier, 1992).
    static float exp(float x) {
        var bounded = Math.min(88f, Math.max(-87.3f, x));
        var whole = Math.fma(bounded, LOG2_E, ROUND) - ROUND;
        var rest = Math.fma(whole, -LN2_LOW, Math.fma(whole, -LN2_HIGH, bounded));
        var sum = Math.fma(1.9875691500e-4f, rest, 1.3981999507e-3f);
        sum = Math.fma(sum, rest, 8.3334519073e-3f);
        sum = Math.fma(sum, rest, 4.1665795894e-2f);
        sum = Math.fma(sum, rest, 1.6666665459e-1f);
        sum = Math.fma(sum, rest, 5.0000001201e-1f);
        var power = Math.fma(sum, rest * rest, rest) + 1f;
        return power * Float.intBitsToFloat(((int) whole + 127) << 23);
    }

    /// RMSNorm (Zhang and Sennrich 2019): `out = x / sqrt(mean(x^2) + epsilon) * weight`.
    static void rmsNorm(float[] x, float[] weight, float epsilon, float[] out) {
        var size = weight.length;
        var s0 = 0f;
        var s1 = 0f;
        var s2 = 0f;
        var s3 = 0f;
        var i = 0;
        for (; i + 4 <= size; i += 4) {
            s0 = Math.fma(x[i], x[i], s0);
            s1 = Math.fma(x[i + 1], x[i + 1], s1);
            s2 = Math.fma(x[i + 2], x[i + 2], s2);
            s3 = Math.fma(x[i + 3], x[i + 3], s3);
        }
        for (; i < size; i++) {
            s0 = Math.fma(x[i], x[i], s0);
        }
        var scale = (float) (1 / Math.sqrt(((s0 + s1) + (s2 + s3)) / size + epsilon));
        for (i = 0; i < size; i++) {
            out[i] = x[i] * scale * weight[i];
        }
    }

    static void add(float[] x, float[] more, int size) {
        for (var i = 0; i < size; i++) {
            x[i] += more[i];
        }
    }

    /// `SiLU(gate) * up` of a row that holds `size` gates and then as many ups, written over the gates.
    static void gate(float[] row, int size) {
        for (var i = 0; i < size; i++) {
            row[i] = row[i] / (1f + exp(-row[i])) * row[i + size];
        }
    }

    /// Replaces scores by `exp(scale * (score - largest))` and gives the factor that makes them sum to 1.
    static float softmax(float[] scores, int length, float scale) {
        var largest = scores[0];
        for (var i = 1; i < length; i++) {
            largest = Math.max(largest, scores[i]);
        }
        var sum = 0f;
        for (var i = 0; i < length; i++) {
            var value = exp((scores[i] - largest) * scale);
            scores[i] = value;
            sum += value;
        }
        return 1 / sum;
    }
}
