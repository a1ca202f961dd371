package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Where each weight lies in one flat buffer, so that an optimizer touches all of them with few operations.
///
/// Embeddings and head come first, then the norms (all AdamW's), then the block matrices (Muon's), those
/// of equal shape side by side. The rows of q, k and v of a layer are neighbours, so that one product
/// computes the three.
final class ParameterLayout {

    /// A stretch of the buffer that is one operand of the computation.
    record Slice(long offset, long rows, long columns) {
        long size() {
            return rows * columns;
        }
    }

    /// Matrices of equal shape, one after the other.
    record Stack(long offset, long count, long rows, long columns) {
        long size() {
            return count * rows * columns;
        }
    }

    private final Map<String, Slice> slices = new LinkedHashMap<>();
    private final List<Stack> stacks = new ArrayList<>();
    private final long decayed;
    private final long adam;
    private final boolean equalHeads;
    private long size;

    ParameterLayout(LlamaConfig config) {
        equalHeads = config.heads() == config.keyValueHeads();
        put(config, "model.embed_tokens.weight");
        if (!config.tieWordEmbeddings()) {
            put(config, "lm_head.weight");
        }
        decayed = size;
        for (var layer = 0; layer < config.layers(); layer++) {
            put(config, name(layer, "input_layernorm"));
            put(config, name(layer, "post_attention_layernorm"));
        }
        put(config, "model.norm.weight");
        adam = size;
        if (equalHeads) {
            stack(config, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
        } else {
            stack(config, "self_attn.q_proj");
            stack(config, "self_attn.k_proj", "self_attn.v_proj");
        }
        stack(config, "self_attn.o_proj");
        stack(config, "mlp.gate_proj", "mlp.up_proj");
        stack(config, "mlp.down_proj");
    }

    private void put(LlamaConfig config, String name) {
        var shape = config.shapes().get(name);
        if (shape == null) {
            throw new IllegalStateException("no weight is named " + name);
        }
        var slice = new Slice(size, shape.getFirst(), shape.size() == 1 ? 1 : shape.getLast());
        slices.put(name, slice);
        size += slice.size();
    }

    private void stack(LlamaConfig config, String... parts) {
        var offset = size;
        for (var layer = 0; layer < config.layers(); layer++) {
            for (var part : parts) {
                put(config, name(layer, part));
            }
        }
        var one = slice(name(0, parts[0]));
        stacks.add(new Stack(offset, (long) config.layers() * parts.length, one.rows(), one.columns()));
    }

    /// The Hugging Face name of a weight of a layer.
    static String name(int layer, String part) {
        return "model.layers." + layer + "." + part + ".weight";
    }

    Slice slice(String name) {
        var slice = slices.get(name);
        if (slice == null) {
            throw new IllegalStateException("no weight is named " + name);
        }
        return slice;
    }

    /// The slice of several neighbours, row under row.
    Slice joined(String first, String... others) {
        var joined = slice(first);
        for (var other : others) {
            var next = slice(other);
            if (next.offset() != joined.offset() + joined.size() || next.columns() != joined.columns()) {
                throw new IllegalStateException(first + " and " + other + " are no neighbours");
            }
            joined = new Slice(joined.offset(), joined.rows() + next.rows(), joined.columns());
        }
        return joined;
    }

    Map<String, Slice> slices() {
        return slices;
    }

    List<Stack> stacks() {
        return stacks;
    }

    /// Numbers at the front that weight decay applies to: embeddings and head.
    long decayed() {
        return decayed;
    }

    /// Numbers at the front that AdamW trains.
    long adam() {
        return adam;
    }

    long size() {
        return size;
    }

    /// Whether q, k and v are neighbours; else only k and v are.
    boolean equalHeads() {
        return equalHeads;
    }
}
