package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A decoder-only transformer, described so that one decoder computes all of them.
///
/// ```
/// x = scale * embedding[token] (+ learned position)
/// for each layer:  x += after(attention(before(x)));  x += after(mlp(before(x)))       (in parallel: both read one x)
/// logits = cap(head(norm(x)))
/// ```
///
/// @param architecture the family
/// @param hiddenSize width of the residual stream, in floats
/// @param heads number of query heads
/// @param keyValueHeads number of key and value heads; divides `heads`
/// @param headDim width of one head
/// @param intermediateSize width of the MLP
/// @param vocabSize number of tokens
/// @param maxPositions the longest context that is computed, in tokens
/// @param norm kind, place and epsilon of the normalisations
/// @param attention what all layers' attention has in common
/// @param layers what each layer's attention reaches, one a layer
/// @param mlp the MLP
/// @param parallelResidual whether attention and MLP of a block read the same residual stream
/// @param learnedPositions whether a learned row is added for each position
/// @param embeddingScale what embeddings are multiplied by; 1 where they are not
/// @param logitSoftCap logits become `cap * tanh(logit / cap)`; 0 where they do not
/// @param tieWordEmbeddings whether the output head is the embedding matrix
/// @param bosId token that opens a text, or -1 if there is none
/// @param eosIds tokens that end an answer; may be empty
/// @param padId token that fills a row, or -1 if there is none
/// @param dtype type of the numbers in the weights file, as `config.json` states it
public record DecoderConfig(
        Architecture architecture,
        int hiddenSize,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediateSize,
        int vocabSize,
        int maxPositions,
        Norm norm,
        Attention attention,
        List<LayerAttention> layers,
        Mlp mlp,
        boolean parallelResidual,
        boolean learnedPositions,
        double embeddingScale,
        double logitSoftCap,
        boolean tieWordEmbeddings,
        int bosId,
        List<Integer> eosIds,
        int padId,
        Dtype dtype) {

    private static final int MOST_LAYERS = 4096;

    /// @param kind the formula
    /// @param placement where in a block
    /// @param epsilon what is added below the root, in (0, 1)
    public record Norm(NormKind kind, NormPlacement placement, double epsilon) {
        /// @throws CheckpointException if epsilon is out of range
        public Norm {
            if (!(epsilon > 0 && epsilon < 1)) {
                throw new CheckpointException("epsilon %s of the norms is not between 0 and 1".formatted(epsilon));
            }
        }
    }

    /// @param scale what scores are multiplied by
    /// @param softCap scores then become `cap * tanh(score / cap)`; 0 where they do not
    /// @param queryKeyNorm whether queries and keys are normalised
    /// @param inputBias whether queries, keys and values have a bias
    /// @param outputBias whether the output projection has a bias
    public record Attention(
            double scale, double softCap, QueryKeyNorm queryKeyNorm, boolean inputBias, boolean outputBias) {
        /// @throws CheckpointException if scale or cap is out of range
        public Attention {
            if (!(scale > 0 && Double.isFinite(scale)) || !(softCap >= 0 && Double.isFinite(softCap))) {
                throw new CheckpointException(
                        "the scale %s of attention or its soft cap %s is no positive number".formatted(scale, softCap));
            }
        }
    }

    /// @param gated whether `down(activation(gate(x)) * up(x))` is computed, else `down(activation(up(x)))`
    /// @param activation the function
    /// @param bias whether its projections have biases
    public record Mlp(boolean gated, Activation activation, boolean bias) {}

    /// @throws CheckpointException if a value is out of range or two of them disagree
    public DecoderConfig {
        layers = List.copyOf(layers);
        eosIds = List.copyOf(eosIds);
        positive("hidden_size", hiddenSize);
        layerCount(layers.size());
        positive("num_attention_heads", heads);
        positive("num_key_value_heads", keyValueHeads);
        positive("head_dim", headDim);
        positive("intermediate_size", intermediateSize);
        positive("vocab_size", vocabSize);
        positive("max_position_embeddings", maxPositions);
        if (heads % keyValueHeads != 0) {
            throw new CheckpointException("num_attention_heads %d is not a multiple of num_key_value_heads %d"
                    .formatted(heads, keyValueHeads));
        }
        if ((long) heads * headDim > 1 << 24) {
            throw new CheckpointException(
                    "num_attention_heads %d of head_dim %d are wider than %d".formatted(heads, headDim, 1 << 24));
        }
        if (architecture.naming() == Naming.GPT_NEOX || architecture.naming() == Naming.GPT2) {
            if (heads * headDim != hiddenSize || keyValueHeads != heads) {
                throw new CheckpointException("%d heads of %d do not make up the hidden size %d of a %s"
                        .formatted(heads, headDim, hiddenSize, architecture.className()));
            }
        }
        if (!(embeddingScale > 0 && Double.isFinite(embeddingScale))
                || !(logitSoftCap >= 0 && Double.isFinite(logitSoftCap))) {
            throw new CheckpointException(
                    "the scale %s of embeddings or the soft cap %s of logits is no positive number"
                            .formatted(embeddingScale, logitSoftCap));
        }
        for (var layer : layers) {
            Optional<RotaryPositions> rotary = layer.rotary();
            if (rotary.isPresent() && rotary.get().dimensions() > headDim) {
                throw new CheckpointException("%d dimensions of a head of %d are to be turned"
                        .formatted(rotary.get().dimensions(), headDim));
            }
        }
    }

    static void layerCount(int layers) {
        if (layers < 1 || layers > MOST_LAYERS) {
            throw new CheckpointException(
                    "num_hidden_layers %d is not between 1 and %d".formatted(layers, MOST_LAYERS));
        }
    }

    static void positive(String name, int value) {
        if (value <= 0 || value > 1 << 24) {
            throw new CheckpointException("%s %d is not between 1 and %d".formatted(name, value, 1 << 24));
        }
    }

    /// Reads `config.json`.
    ///
    /// @throws dev.assay.engine.checkpoint.UnsupportedArchitectureException if the engine does not compute it
    /// @throws CheckpointException if the file is missing, no JSON, or lacks a value
    public static DecoderConfig read(Path file) {
        return DecoderConfigJson.read(file);
    }

    /// Number of blocks.
    public int layerCount() {
        return layers.size();
    }

    /// Width of all query heads together.
    public int queryWidth() {
        return heads * headDim;
    }

    /// Width of all key heads together, which is that of the values too.
    public int keyValueWidth() {
        return keyValueHeads * headDim;
    }
}
