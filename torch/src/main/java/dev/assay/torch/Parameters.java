package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// A model's weights in one flat tensor, their gradients in another, and the operands of the computation
/// as views of both: zeroing all gradients is one operation. Lives in the scope that is open when it is
/// made.
final class Parameters implements Trained, AutoCloseable {

    /// The operands of one block. `query` is empty where `queryKeyValue` holds all three.
    record Block(
            Tensor attentionNorm,
            Tensor query,
            Tensor queryKeyValue,
            Tensor output,
            Tensor mlpNorm,
            Tensor gate,
            Tensor up,
            Tensor down) {}

    private final ParameterLayout layout;
    private final FloatPointer values;
    private final Tensor flat;
    private final Tensor gradient;
    private final Tensor embeddings;
    private final Tensor head;
    private final boolean tied;
    private final Tensor norm;
    private final List<Block> blocks = new ArrayList<>();

    Parameters(Weights weights, boolean trained) {
        var config = weights.config();
        layout = new ParameterLayout(config);
        values = new FloatPointer(layout.size());
        layout.slices().forEach((name, slice) -> {
            var numbers = weights.get(name);
            new FloatPointer(values).position(slice.offset()).put(numbers, 0, numbers.length);
        });
        flat = torch.from_blob(values, layout.size());
        gradient = torch.zeros(trained ? layout.size() : 0);
        embeddings = operand(layout.slice("model.embed_tokens.weight"), trained);
        tied = config.tieWordEmbeddings();
        head = tied ? embeddings : operand(layout.slice("lm_head.weight"), trained);
        norm = operand(layout.slice("model.norm.weight"), trained);
        for (var layer = 0; layer < config.layers(); layer++) {
            var query = ParameterLayout.name(layer, "self_attn.q_proj");
            var key = ParameterLayout.name(layer, "self_attn.k_proj");
            var value = ParameterLayout.name(layer, "self_attn.v_proj");
            var fused = layout.equalHeads();
            blocks.add(new Block(
                    operand(layer, "input_layernorm", trained),
                    fused ? new Tensor() : operand(layout.slice(query), trained),
                    operand(fused ? layout.joined(query, key, value) : layout.joined(key, value), trained),
                    operand(layer, "self_attn.o_proj", trained),
                    operand(layer, "post_attention_layernorm", trained),
                    operand(layer, "mlp.gate_proj", trained),
                    operand(layer, "mlp.up_proj", trained),
                    operand(layer, "mlp.down_proj", trained)));
        }
    }

    private Tensor operand(int layer, String part, boolean trained) {
        return operand(layout.slice(ParameterLayout.name(layer, part)), trained);
    }

    private Tensor operand(ParameterLayout.Slice slice, boolean trained) {
        var operand = view(flat, slice).detach();
        if (trained) {
            operand.set_requires_grad(true);
            operand.mutable_grad().put(view(gradient, slice));
        }
        return operand;
    }

    private static Tensor view(Tensor flat, ParameterLayout.Slice slice) {
        var stretch = flat.narrow(0, slice.offset(), slice.size());
        return slice.columns() == 1 ? stretch : stretch.view(slice.rows(), slice.columns());
    }

    /// A copy of the weights as they are now.
    Weights weights(LlamaConfig config) {
        var copies = new HashMap<String, float[]>();
        layout.slices().forEach((name, slice) -> {
            var numbers = new float[(int) slice.size()];
            new FloatPointer(values).position(slice.offset()).get(numbers, 0, numbers.length);
            copies.put(name, numbers);
        });
        return Weights.of(config, copies);
    }

    /// Keeps everything beyond the scope that is open; [#close()] frees it.
    Parameters retained() {
        owned().forEach(Pointer::retainReference);
        return this;
    }

    @Override
    public void close() {
        owned().forEach(Pointer::releaseReference);
    }

    private List<Pointer> owned() {
        var owned = new ArrayList<Pointer>(List.of(values, flat, gradient, embeddings, norm));
        if (!tied) {
            owned.add(head);
        }
        for (var block : blocks) {
            owned.addAll(List.of(
                    block.attentionNorm(),
                    block.query(),
                    block.queryKeyValue(),
                    block.output(),
                    block.mlpNorm(),
                    block.gate(),
                    block.up(),
                    block.down()));
        }
        return owned;
    }

    @Override
    public long decayed() {
        return layout.decayed();
    }

    @Override
    public long adam() {
        return layout.adam();
    }

    @Override
    public List<ParameterLayout.Stack> stacks() {
        return layout.stacks();
    }

    @Override
    public Tensor flat() {
        return flat;
    }

    @Override
    public Tensor gradient() {
        return gradient;
    }

    Tensor embeddings() {
        return embeddings;
    }

    Tensor head() {
        return head;
    }

    Tensor norm() {
        return norm;
    }

    List<Block> blocks() {
        return blocks;
    }
}
