package dev.assay.engine.architecture;

import dev.assay.engine.architecture.DecoderLayout.Block;
import dev.assay.engine.architecture.DecoderLayout.Linear;
import dev.assay.engine.architecture.DecoderLayout.Norm;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// Names and places of the weights, by the family's way of naming.
final class LayoutBuilder {

    private final DecoderConfig config;
    private final int hidden;

    LayoutBuilder(DecoderConfig config) {
        this.config = config;
        hidden = config.hiddenSize();
    }

    DecoderLayout layout() {
        return switch (config.architecture().naming()) {
            case LLAMA, LLAMA_FUSED ->
                layout("model.embed_tokens", Optional.empty(), "model.layers.", this::llama, "model.norm", "lm_head");
            case GPT_NEOX ->
                layout(
                        "gpt_neox.embed_in",
                        Optional.empty(),
                        "gpt_neox.layers.",
                        this::neox,
                        "gpt_neox.final_layer_norm",
                        "embed_out");
            case GPT2 ->
                layout(
                        "transformer.wte",
                        Optional.of("transformer.wpe"),
                        "transformer.h.",
                        this::gpt2,
                        "transformer.ln_f",
                        "lm_head");
        };
    }

    @FunctionalInterface
    private interface BlockNames {
        Block block(String prefix);
    }

    private DecoderLayout layout(
            String embeddings, Optional<String> positions, String layers, BlockNames names, String norm, String head) {
        return new DecoderLayout(
                Slice.whole(embeddings + ".weight", config.vocabSize(), hidden),
                positions.map(name -> Slice.whole(name + ".weight", config.maxPositions(), hidden)),
                IntStream.range(0, config.layerCount())
                        .mapToObj(layer -> names.block(layers + layer + "."))
                        .toList(),
                norm(norm, hidden),
                Slice.whole((config.tieWordEmbeddings() ? embeddings : head) + ".weight", config.vocabSize(), hidden));
    }

    private Block llama(String prefix) {
        var attention = prefix + "self_attn.";
        var bias = config.attention().inputBias();
        var fused = config.architecture().naming() == Naming.LLAMA_FUSED;
        var query = config.queryWidth();
        var shared = config.keyValueWidth();
        var joined = attention + "qkv_proj";
        var sizes = new int[] {query, shared, shared};
        var gateUp = new int[] {config.intermediateSize(), config.intermediateSize()};
        var mlpBias = config.mlp().bias();
        var around = config.norm().placement() == NormPlacement.AROUND;
        return new Block(
                before(prefix + "input_layernorm"),
                fused ? part(joined, sizes, 0, bias) : linear(attention + "q_proj", query, hidden, bias),
                fused ? part(joined, sizes, 1, bias) : linear(attention + "k_proj", shared, hidden, bias),
                fused ? part(joined, sizes, 2, bias) : linear(attention + "v_proj", shared, hidden, bias),
                queryKeyNorm(attention + "q_norm", query),
                queryKeyNorm(attention + "k_norm", shared),
                linear(attention + "o_proj", hidden, query, config.attention().outputBias()),
                after(prefix + "post_attention_layernorm"),
                before(prefix + (around ? "pre_feedforward_layernorm" : "post_attention_layernorm")),
                Optional.of(
                        fused
                                ? part(prefix + "mlp.gate_up_proj", gateUp, 0, mlpBias)
                                : linear(prefix + "mlp.gate_proj", config.intermediateSize(), hidden, mlpBias)),
                fused
                        ? part(prefix + "mlp.gate_up_proj", gateUp, 1, mlpBias)
                        : linear(prefix + "mlp.up_proj", config.intermediateSize(), hidden, mlpBias),
                linear(prefix + "mlp.down_proj", hidden, config.intermediateSize(), mlpBias),
                after(prefix + "post_feedforward_layernorm"));
    }

    private Block neox(String prefix) {
        var attention = prefix + "attention.";
        return new Block(
                before(prefix + "input_layernorm"),
                interleaved(attention + "query_key_value", 0),
                interleaved(attention + "query_key_value", 1),
                interleaved(attention + "query_key_value", 2),
                Optional.empty(),
                Optional.empty(),
                linear(attention + "dense", hidden, hidden, config.attention().outputBias()),
                Optional.empty(),
                before(prefix + "post_attention_layernorm"),
                Optional.empty(),
                linear(prefix + "mlp.dense_h_to_4h", config.intermediateSize(), hidden, true),
                linear(prefix + "mlp.dense_4h_to_h", hidden, config.intermediateSize(), true),
                Optional.empty());
    }

    private Block gpt2(String prefix) {
        var joined = prefix + "attn.c_attn";
        var sizes = new int[] {hidden, hidden, hidden};
        return new Block(
                before(prefix + "ln_1"),
                transposed(joined, sizes, 0, hidden),
                transposed(joined, sizes, 1, hidden),
                transposed(joined, sizes, 2, hidden),
                Optional.empty(),
                Optional.empty(),
                transposed(prefix + "attn.c_proj", new int[] {hidden}, 0, hidden),
                Optional.empty(),
                before(prefix + "ln_2"),
                Optional.empty(),
                transposed(prefix + "mlp.c_fc", new int[] {config.intermediateSize()}, 0, hidden),
                transposed(prefix + "mlp.c_proj", new int[] {hidden}, 0, config.intermediateSize()),
                Optional.empty());
    }

    private Norm norm(String name, int width) {
        return new Norm(
                Slice.whole(name + ".weight", width),
                config.norm().kind() == NormKind.LAYER
                        ? Optional.of(Slice.whole(name + ".bias", width))
                        : Optional.empty());
    }

    private Optional<Norm> before(String name) {
        return config.norm().placement().before() ? Optional.of(norm(name, hidden)) : Optional.empty();
    }

    private Optional<Norm> after(String name) {
        return config.norm().placement().after() ? Optional.of(norm(name, hidden)) : Optional.empty();
    }

    private Optional<Norm> queryKeyNorm(String name, int width) {
        return switch (config.attention().queryKeyNorm()) {
            case NONE -> Optional.empty();
            case PER_HEAD -> Optional.of(norm(name, config.headDim()));
            case WHOLE -> Optional.of(norm(name, width));
        };
    }

    private static Linear linear(String name, int outputs, int inputs, boolean bias) {
        return new Linear(
                Slice.whole(name + ".weight", outputs, inputs),
                bias ? Optional.of(Slice.whole(name + ".bias", outputs)) : Optional.empty());
    }

    /// One of several layers whose outputs follow one another in one tensor.
    private Linear part(String name, int[] sizes, int index, boolean bias) {
        var all = IntStream.of(sizes).sum();
        var first = IntStream.of(sizes).limit(index).sum();
        return new Linear(
                new Slice(name + ".weight", List.of(all, hidden), first, sizes[index], all, false),
                bias
                        ? Optional.of(new Slice(name + ".bias", List.of(all), first, sizes[index], all, false))
                        : Optional.empty());
    }

    /// Query, key or value of every head, which lie side by side for each.
    private Linear interleaved(String name, int index) {
        var width = config.headDim();
        return new Linear(
                new Slice(name + ".weight", List.of(3 * hidden, hidden), index * width, width, 3 * width, false),
                config.attention().inputBias()
                        ? Optional.of(
                                new Slice(name + ".bias", List.of(3 * hidden), index * width, width, 3 * width, false))
                        : Optional.empty());
    }

    private static Linear transposed(String name, int[] sizes, int index, int inputs) {
        var all = IntStream.of(sizes).sum();
        var first = IntStream.of(sizes).limit(index).sum();
        return new Linear(
                new Slice(name + ".weight", List.of(inputs, all), first, sizes[index], all, true),
                Optional.of(new Slice(name + ".bias", List.of(all), first, sizes[index], all, false)));
    }
}
