package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import java.util.Collections;
import java.util.Optional;

/// The weights that are trained here, as a decoder's.
final class LlamaWeights implements DecoderWeights {

    private final Weights weights;
    private final DecoderConfig config;
    private final DecoderLayout layout;

    LlamaWeights(Weights weights) {
        this.weights = weights;
        config = config(weights.config());
        layout = DecoderLayout.of(config);
    }

    private static DecoderConfig config(LlamaConfig llama) {
        var rotary = new RotaryPositions(llama.headDim(), llama.ropeTheta(), new RotaryScaling.None());
        return new DecoderConfig(
                Architecture.LLAMA,
                llama.hiddenSize(),
                llama.heads(),
                llama.keyValueHeads(),
                llama.headDim(),
                llama.intermediateSize(),
                llama.vocabSize(),
                llama.maxPositions(),
                new DecoderConfig.Norm(NormKind.RMS, NormPlacement.BEFORE, llama.normEpsilon()),
                new DecoderConfig.Attention(1 / Math.sqrt(llama.headDim()), 0, QueryKeyNorm.NONE, false, false),
                Collections.nCopies(llama.layers(), new LayerAttention(0, Optional.of(rotary))),
                new DecoderConfig.Mlp(true, Activation.SILU, false),
                false,
                false,
                1,
                0,
                llama.tieWordEmbeddings(),
                llama.bosId(),
                llama.eosIds(),
                llama.padId(),
                llama.dtype());
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public DecoderLayout layout() {
        return layout;
    }

    @Override
    public float[] floats(String tensor) {
        return weights.get(tensor);
    }

    @Override
    public Optional<Stored> stored(String tensor) {
        return Optional.empty();
    }

    @Override
    public void requireFinite() {
        // Weights hold no others
    }

    @Override
    public void close() {
        // held in memory, by whoever made them too
    }
}
