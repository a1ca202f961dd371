package dev.assay.engine.training;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import java.util.HashMap;
import java.util.Random;

/// Random weights for the start of a training run: the same for the same config and seed on every machine
/// and JDK.
public final class RandomWeights {

    /// Standard deviation of embeddings, head and projections, before the scale of the residual ones.
    private static final double DEVIATION = 0.02;

    private RandomWeights() {}

    /// Normal numbers of deviation 0.02, and of `0.02 / sqrt(2 * layers)` for the two projections that
    /// write into the
    /// residual stream (Radford et al. 2019); norms are one. Drawn by `java.util.Random.nextGaussian`,
    /// whose algorithm
    /// its specification fixes, tensor by tensor in the order of [LlamaConfig#shapes()].
    public static Weights of(LlamaConfig config, long seed) {
        var random = new Random(seed);
        var values = new HashMap<String, float[]>();
        config.shapes().forEach((name, shape) -> {
            var size = 1;
            for (var dimension : shape) {
                size = Math.multiplyExact(size, dimension);
            }
            var numbers = new float[size];
            var intoResidual = name.endsWith(".o_proj.weight") || name.endsWith(".down_proj.weight");
            var deviation = intoResidual ? DEVIATION / Math.sqrt(2.0 * config.layers()) : DEVIATION;
            for (var i = 0; i < size; i++) {
                numbers[i] = shape.size() == 1 ? 1 : (float) (deviation * random.nextGaussian());
            }
            values.put(name, numbers);
        });
        return Weights.of(config, values);
    }
}
