package dev.assay.engine.checkpoint;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// The shape of a Llama decoder, as `config.json` of a `LlamaForCausalLM` states it.
///
/// @param hiddenSize width of the residual stream, in floats
/// @param layers number of decoder blocks
/// @param heads number of query heads
/// @param keyValueHeads number of key and value heads; divides `heads`
/// @param headDim width of one head, even
/// @param intermediateSize width of the gated MLP
/// @param vocabSize number of tokens
/// @param maxPositions the longest context, in tokens
/// @param normEpsilon epsilon of RMSNorm
/// @param ropeTheta base of the rotary positions
/// @param tieWordEmbeddings whether the output head is the embedding matrix
/// @param bosId token that opens a text, or -1 if there is none
/// @param eosIds tokens that end an answer; may be empty
/// @param padId token that fills a row, or -1 if there is none
/// @param dtype type of the numbers in the weights file
public record LlamaConfig(
        int hiddenSize,
        int layers,
        int heads,
        int keyValueHeads,
        int headDim,
        int intermediateSize,
        int vocabSize,
        int maxPositions,
        double normEpsilon,
        double ropeTheta,
        boolean tieWordEmbeddings,
        int bosId,
        List<Integer> eosIds,
        int padId,
        Dtype dtype) {

    /// @throws CheckpointException if a value is out of range or two of them disagree
    public LlamaConfig {
        eosIds = List.copyOf(eosIds);
        positive("hidden_size", hiddenSize);
        positive("num_hidden_layers", layers);
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
        if (headDim % 2 != 0) {
            throw new CheckpointException("head_dim %d is odd: rotary positions turn pairs".formatted(headDim));
        }
        if (!(normEpsilon > 0 && normEpsilon < 1)) {
            throw new CheckpointException("rms_norm_eps %s is not between 0 and 1".formatted(normEpsilon));
        }
        if (!(ropeTheta > 0 && Double.isFinite(ropeTheta))) {
            throw new CheckpointException("rope_theta %s is not a positive number".formatted(ropeTheta));
        }
    }

    private static void positive(String name, int value) {
        if (value <= 0 || value > 1 << 24) {
            throw new CheckpointException("%s %d is not between 1 and %d".formatted(name, value, 1 << 24));
        }
    }

    /// A config of this engine's own making: full heads of `hiddenSize / heads`, epsilon 1e-5, theta 1e4,
    /// untied
    /// head, no special tokens, 32-bit floats.
    public static LlamaConfig of(
            int hiddenSize, int layers, int heads, int intermediateSize, int vocabSize, int maxPositions) {
        return new LlamaConfig(
                hiddenSize,
                layers,
                heads,
                heads,
                hiddenSize / Math.max(1, heads),
                intermediateSize,
                vocabSize,
                maxPositions,
                1e-5,
                1e4,
                false,
                -1,
                List.of(),
                -1,
                Dtype.F32);
    }

    /// The same config with these special tokens; -1 means that there is none.
    public LlamaConfig withTokens(int bos, List<Integer> eos, int pad) {
        return new LlamaConfig(
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                headDim,
                intermediateSize,
                vocabSize,
                maxPositions,
                normEpsilon,
                ropeTheta,
                tieWordEmbeddings,
                bos,
                eos,
                pad,
                dtype);
    }

    /// The same config with the weights kept in another type.
    public LlamaConfig withDtype(Dtype kept) {
        return new LlamaConfig(
                hiddenSize,
                layers,
                heads,
                keyValueHeads,
                headDim,
                intermediateSize,
                vocabSize,
                maxPositions,
                normEpsilon,
                ropeTheta,
                tieWordEmbeddings,
                bosId,
                eosIds,
                padId,
                kept);
    }

    /// Reads `config.json`.
    ///
    /// @throws UnsupportedArchitectureException if the model is no plain Llama
    /// @throws CheckpointException if the file is missing, no JSON, or lacks a value
    public static LlamaConfig read(Path file) {
        return LlamaConfigJson.read(file);
    }

    /// This config as Hugging Face writes it: the same text for the same config.
    public String toJson() {
        return LlamaConfigJson.write(this);
    }

    /// Every weight of the model by its Hugging Face name, with its shape, in the order of computation:
    /// embeddings,
    /// blocks, last norm, head (absent if tied).
    public SequencedMap<String, List<Integer>> shapes() {
        var shapes = new LinkedHashMap<String, List<Integer>>();
        shapes.put("model.embed_tokens.weight", List.of(vocabSize, hiddenSize));
        for (var layer = 0; layer < layers; layer++) {
            var block = "model.layers." + layer;
            shapes.put(block + ".input_layernorm.weight", List.of(hiddenSize));
            shapes.put(block + ".self_attn.q_proj.weight", List.of(heads * headDim, hiddenSize));
            shapes.put(block + ".self_attn.k_proj.weight", List.of(keyValueHeads * headDim, hiddenSize));
            shapes.put(block + ".self_attn.v_proj.weight", List.of(keyValueHeads * headDim, hiddenSize));
            shapes.put(block + ".self_attn.o_proj.weight", List.of(hiddenSize, heads * headDim));
            shapes.put(block + ".post_attention_layernorm.weight", List.of(hiddenSize));
            shapes.put(block + ".mlp.gate_proj.weight", List.of(intermediateSize, hiddenSize));
            shapes.put(block + ".mlp.up_proj.weight", List.of(intermediateSize, hiddenSize));
            shapes.put(block + ".mlp.down_proj.weight", List.of(hiddenSize, intermediateSize));
        }
        shapes.put("model.norm.weight", List.of(hiddenSize));
        if (!tieWordEmbeddings) {
            shapes.put("lm_head.weight", List.of(vocabSize, hiddenSize));
        }
        return Collections.unmodifiableSequencedMap(shapes);
    }

    /// Number of trained numbers.
    public long parameters() {
        var sizes = new ArrayList<Long>();
        shapes().values().forEach(shape -> sizes.add(size(shape)));
        return sizes.stream().mapToLong(Long::longValue).sum();
    }

    static long size(List<Integer> shape) {
        var size = 1L;
        for (var dimension : shape) {
            size = Math.multiplyExact(size, (long) dimension);
        }
        return size;
    }
}
