package dev.assay.engine.decoder;

import dev.assay.engine.architecture.Activation;

/// The element-wise parts of a decoder, in a fixed order of operations: the same bits on every machine.
final class Functions {

    private static final float LOG2_E = 1.44269504f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.12194440e-4f;
    /// Adding it to a small float rounds that to a whole number.
    private static final float ROUND = 12_582_912f;

    private static final float SQRT_HALF = .70710678f;
    private static final float SQRT_2_OVER_PI = .79788456f;

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

    /// The hyperbolic tangent within a few units in the last place; the polynomial is that of Cephes' `tanhf`.
    static float tanh(float x) {
        var size = Math.abs(x);
        if (size >= .625f) {
            var most = 1 - 2 / (exp(2 * Math.min(size, 20)) + 1);
            return x < 0 ? -most : most;
        }
        var square = x * x;
        var sum = Math.fma(-5.70498872745e-3f, square, 2.06390887954e-2f);
        sum = Math.fma(sum, square, -5.37397155531e-2f);
        sum = Math.fma(sum, square, 1.33314422036e-1f);
        sum = Math.fma(sum, square, -3.33332819422e-1f);
        return Math.fma(sum * square, x, x);
    }

    /// The complementary error function, relative error below 2e-7: Chebyshev's fit of Numerical Recipes (Press et
    /// al. 1992, section 6.2).
    static float erfc(float x) {
        var z = Math.abs((double) x);
        var t = 1 / (1 + z / 2);
        var sum = .17087277;
        sum = Math.fma(sum, t, -.82215223);
        sum = Math.fma(sum, t, 1.48851587);
        sum = Math.fma(sum, t, -1.13520398);
        sum = Math.fma(sum, t, .27886807);
        sum = Math.fma(sum, t, -.18628806);
        sum = Math.fma(sum, t, .09678418);
        sum = Math.fma(sum, t, .37409196);
        sum = Math.fma(sum, t, 1.00002368);
        sum = Math.fma(sum, t, -1.26551223);
        var tail = t * StrictMath.exp(Math.fma(-z, z, sum));
        return (float) (x < 0 ? 2 - tail : tail);
    }

    /// `activation(x)`.
    static float activate(Activation activation, float x) {
        return switch (activation) {
            case SILU -> x / (1f + exp(-x));
            case GELU -> .5f * x * erfc(-x * SQRT_HALF);
            case GELU_TANH -> .5f * x * (1f + tanh(SQRT_2_OVER_PI * Math.fma(.044715f * x * x, x, x)));
        };
    }

    /// RMSNorm (Zhang and Sennrich 2019): `out = x / sqrt(mean(x^2) + epsilon) * weight`.
    static void rmsNorm(float[] x, float[] weight, float epsilon, float[] out) {
        var scale = rmsScale(x, 0, weight.length, epsilon);
        for (var i = 0; i < weight.length; i++) {
            out[i] = x[i] * scale * weight[i];
        }
    }

    /// The same of the numbers of `row` from `first` on, in place. A method of its own, because the compiler turns
    /// only a loop that reads all arrays at one index into vector instructions.
    static void rmsNorm(float[] row, int first, float[] weight, float epsilon) {
        var scale = rmsScale(row, first, weight.length, epsilon);
        for (var i = 0; i < weight.length; i++) {
            row[first + i] = row[first + i] * scale * weight[i];
        }
    }

    private static float rmsScale(float[] x, int first, int size, float epsilon) {
        var s0 = 0f;
        var s1 = 0f;
        var s2 = 0f;
        var s3 = 0f;
        var end = first + size;
        var i = first;
        for (; i + 4 <= end; i += 4) {
            s0 = Math.fma(x[i], x[i], s0);
            s1 = Math.fma(x[i + 1], x[i + 1], s1);
            s2 = Math.fma(x[i + 2], x[i + 2], s2);
            s3 = Math.fma(x[i + 3], x[i + 3], s3);
        }
        for (; i < end; i++) {
            s0 = Math.fma(x[i], x[i], s0);
        }
        return (float) (1 / Math.sqrt(((s0 + s1) + (s2 + s3)) / size + epsilon));
    }

    /// LayerNorm (Ba et al. 2016): `out = (x - mean) / sqrt(variance + epsilon) * weight + bias`. Sums are taken in
    /// 64-bit floats.
    static void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] out) {
        var size = weight.length;
        var sum = 0.0;
        for (var i = 0; i < size; i++) {
            sum += x[i];
        }
        var mean = (float) (sum / size);
        var squares = 0.0;
        for (var i = 0; i < size; i++) {
            var away = x[i] - mean;
            squares += (double) away * away;
        }
        var scale = (float) (1 / Math.sqrt(squares / size + epsilon));
        for (var i = 0; i < size; i++) {
            out[i] = Math.fma((x[i] - mean) * scale, weight[i], bias[i]);
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

    /// `activation(gate) * up`, as [#gate(float[], int)] does for SiLU.
    static void gate(float[] row, int size, Activation activation) {
        if (activation == Activation.SILU) {
            gate(row, size);
            return;
        }
        for (var i = 0; i < size; i++) {
            row[i] = activate(activation, row[i]) * row[i + size];
        }
    }

    /// `activation(x)` of the first `size` numbers, in place.
    static void activate(float[] row, int size, Activation activation) {
        for (var i = 0; i < size; i++) {
            row[i] = activate(activation, row[i]);
        }
    }

    /// `cap * tanh(scale * x / cap)` of the first `size` numbers, in place.
    static void softCap(float[] row, int size, float scale, float cap) {
        for (var i = 0; i < size; i++) {
            row[i] = cap * tanh(row[i] * scale / cap);
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
