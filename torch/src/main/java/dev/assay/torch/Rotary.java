package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Rotary positions (Su et al. 2021) in Hugging Face's half-split form, with the scale of attention folded
/// in: queries and keys are each multiplied by `headDim^(-1/4)`, so their product needs no further scaling.
final class Rotary implements AutoCloseable {

    private final int half;
    private final Tensor cosines;
    private final Tensor sines;

    Rotary(LlamaConfig config, int positions) {
        var width = config.headDim();
        half = width / 2;
        var scale = Math.pow(width, -0.25);
        var cosine = new float[positions * width];
        var sine = new float[positions * width];
        for (var position = 0; position < positions; position++) {
            for (var i = 0; i < half; i++) {
                // In single precision, as Hugging Face computes angles.
                var frequency = (float) (1.0 / (float) Math.pow(config.ropeTheta(), 2.0 * i / width));
                var angle = position * frequency;
                cosine[position * width + i] = cosine[position * width + half + i] = (float) (scale * Math.cos(angle));
                sine[position * width + i] = (float) (-scale * Math.sin(angle));
                sine[position * width + half + i] = (float) (scale * Math.sin(angle));
            }
        }
        cosines = torch.tensor(cosine).view(positions, width);
        sines = torch.tensor(sine).view(positions, width);
    }

    /// Keeps the tables beyond the scope that is open; [#close()] frees them.
    Rotary retained() {
        cosines.retainReference();
        sines.retainReference();
        return this;
    }

    @Override
    public void close() {
        cosines.releaseReference();
        sines.releaseReference();
    }

    /// The factors of the positions from `first` on.
    Turn from(long first, long count) {
        return new Turn(
                cosines.narrow(0, first, count).unsqueeze(1),
                sines.narrow(0, first, count).unsqueeze(1),
                half);
    }

    /// The factors for these positions.
    Turn at(Tensor positions) {
        return new Turn(
                torch.index_select(cosines, 0, positions).unsqueeze(1),
                torch.index_select(sines, 0, positions).unsqueeze(1),
                half);
    }

    /// Factors of some positions, [positions, 1, headDim].
    record Turn(Tensor cosines, Tensor sines, int half) {
        /// Turns `[positions, heads, headDim]`.
        Tensor apply(Tensor x) {
            return x.mul(cosines).add_(torch.roll(x, new long[] {half}, -1).mul(sines));
        }
    }
}
