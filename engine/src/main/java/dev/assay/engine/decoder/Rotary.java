package dev.assay.engine.decoder;

import dev.assay.engine.checkpoint.LlamaConfig;

/// Rotary positions (Su et al. 2021, arXiv 2104.09864) as Hugging Face lays them out: dimension `d` of a
/// head is paired with `d + headDim / 2` and turned by `position / theta^(2 d / headDim)`.
final class Rotary {

    private final int half;
    private final float[] cosines;
    private final float[] sines;

    Rotary(LlamaConfig config) {
        half = config.headDim() / 2;
        cosines = new float[config.maxPositions() * half];
        sines = new float[config.maxPositions() * half];
        for (var d = 0; d < half; d++) {
            // 32-bit floats from here on, as the reference computes them
            var frequency = (float) (1 / StrictMath.pow(config.ropeTheta(), 2.0 * d / config.headDim()));
            for (var position = 0; position < config.maxPositions(); position++) {
                var angle = position * frequency;
                cosines[position * half + d] = (float) StrictMath.cos(angle);
                sines[position * half + d] = (float) StrictMath.sin(angle);
            }
        }
    }

    /// Turns the first `heads` heads of `row`, in place.
    void turn(float[] row, int heads, int position) {
        var at = position * half;
        for (var head = 0; head < heads; head++) {
            var first = head * 2 * half;
            for (var d = 0; d < half; d++) {
                var cosine = cosines[at + d];
                var sine = sines[at + d];
                var low = row[first + d];
                var high = row[first + d + half];
                row[first + d] = low * cosine - high * sine;
                row[first + d + half] = high * cosine + low * sine;
            }
        }
    }
}
