package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;

/// Rotary positions (Su et al. 2021, arXiv 2104.09864) as Hugging Face lays them out: of the first `dimensions` of a
/// head, dimension `d` is paired with `d + dimensions / 2` and turned by `position * frequency(d)`.
///
/// @param dimensions how many dimensions of a head are turned, even
/// @param theta the base: frequency `d` is `theta^(-2 d / dimensions)` before scaling
/// @param scaling how frequencies are changed
public record RotaryPositions(int dimensions, double theta, RotaryScaling scaling) {

    /// @throws CheckpointException if a value is out of range
    public RotaryPositions {
        if (dimensions < 2 || dimensions % 2 != 0) {
            throw new CheckpointException(
                    "%d dimensions of a head are turned, which is odd or below 2: rotary positions turn pairs"
                            .formatted(dimensions));
        }
        if (!(theta > 0 && Double.isFinite(theta))) {
            throw new CheckpointException("rope_theta %s is not a positive number".formatted(theta));
        }
        if (scaling instanceof RotaryScaling.LongRope rope && rope.factors().size() != dimensions / 2) {
            throw new CheckpointException("short_factor has %d numbers for %d frequencies"
                    .formatted(rope.factors().size(), dimensions / 2));
        }
    }

    /// Radians a position for each pair, as the 32-bit floats that the reference computes with.
    public float[] frequencies() {
        var frequencies = new float[dimensions / 2];
        for (var d = 0; d < frequencies.length; d++) {
            frequencies[d] = (float) scaled(d, 1 / StrictMath.pow(theta, 2.0 * d / dimensions));
        }
        return frequencies;
    }

    private double scaled(int d, double plain) {
        return switch (scaling) {
            case RotaryScaling.None _, RotaryScaling.Dynamic _ -> plain;
            case RotaryScaling.Linear linear -> plain / linear.factor();
            case RotaryScaling.LongRope rope -> plain / rope.factors().get(d);
            case RotaryScaling.Llama3 llama -> llama3(plain, llama);
            case RotaryScaling.Yarn yarn -> {
                var kept = 1 - ramp(d, yarn);
                yield plain / yarn.factor() * (1 - kept) + plain * kept;
            }
        };
    }

    private static double llama3(double plain, RotaryScaling.Llama3 llama) {
        var turns = llama.original() * plain / (2 * Math.PI);
        if (turns > llama.high()) {
            return plain;
        }
        if (turns < llama.low()) {
            return plain / llama.factor();
        }
        var smooth = (turns - llama.low()) / (llama.high() - llama.low());
        return (1 - smooth) * plain / llama.factor() + smooth * plain;
    }

    /// 0 for the dimensions that are kept, 1 for those that are divided, rising between.
    private double ramp(int d, RotaryScaling.Yarn yarn) {
        var low = dimensionOf(yarn.betaFast(), yarn.original());
        var high = dimensionOf(yarn.betaSlow(), yarn.original());
        if (yarn.truncate()) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, dimensions - 1);
        if (low == high) {
            high += .001;
        }
        return Math.clamp((d - low) / (high - low), 0, 1);
    }

    /// The dimension, as a fraction, that makes so many turns within the first context.
    private double dimensionOf(double turns, int original) {
        return dimensions * StrictMath.log(original / (turns * 2 * Math.PI)) / (2 * StrictMath.log(theta));
    }

    /// What turned queries and keys are multiplied by.
    public float attentionFactor() {
        return switch (scaling) {
            case RotaryScaling.Yarn yarn -> (float) yarn.attentionFactor();
            case RotaryScaling.LongRope rope -> (float) rope.attentionFactor();
            case RotaryScaling.None _, RotaryScaling.Linear _, RotaryScaling.Dynamic _, RotaryScaling.Llama3 _ -> 1;
        };
    }
}
