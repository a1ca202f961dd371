package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Llama over packed rows, forward and backward: afterwards the gradients of the parameters hold this
/// batch's.
final class TrainingForward {

    private final LlamaConfig config;
    private final Parameters parameters;
    private final Additions additions;
    private final Rotary rotary;

    TrainingForward(LlamaConfig config, Parameters parameters, Additions additions, int rowLength) {
        this.config = config;
        this.parameters = parameters;
        this.additions = additions;
        rotary = new Rotary(config, rowLength);
    }

    /// Computes the weighted mean loss of the batch and adds its gradients.
    double lossAndGradients(Batch batch) {
        try (var _ = new PointerScope()) {
            var logits = logits(batch);
            final double loss;
            final Tensor gradient;
            try (var _ = new NoGradGuard()) {
                // The gradient of a weighted cross-entropy by hand: weight * (softmax - onehot).
                var logProbabilities = torch.log_softmax(logits.detach(), 1);
                var chosen = torch.gather(logProbabilities, 1, batch.targets());
                loss = -chosen.mul(batch.weights()).sum().item_double();
                gradient = logProbabilities.exp_().mul_(batch.weights());
                gradient.scatter_add_(1, batch.targets(), batch.weights().neg());
            }
            logits.backward(gradient, new BoolOptional(), false, new TensorArrayRefOptional());
            return loss;
        }
    }

    /// Logits of every token, [tokens, vocabulary].
    Tensor logits(Batch batch) {
        var turn = rotary.at(batch.positions());
        var x = torch.embedding(parameters.embeddings(), batch.tokens());
        for (var layer = 0; layer < parameters.blocks().size(); layer++) {
            var block = parameters.blocks().get(layer);
            x = x.add(attention(layer, norm(x, block.attentionNorm()), turn, batch));
            var h = norm(x, block.mlpNorm());
            var gate = linear(h, block.gate(), layer, "mlp.gate_proj");
            var gated = torch.silu(gate).mul(linear(h, block.up(), layer, "mlp.up_proj"));
            x = x.add(linear(gated, block.down(), layer, "mlp.down_proj"));
        }
        return torch.linear(norm(x, parameters.norm()), parameters.head());
    }

    /// The product with a weight, which may be the rows of several modules, and what an adapter adds to it.
    private Tensor linear(Tensor x, Tensor weight, int layer, String... modules) {
        return additions.to(torch.linear(x, weight), x, layer, modules);
    }

    private Tensor norm(Tensor x, Tensor weight) {
        var scale = x.square()
                .mean(new long[] {1}, true, new ScalarTypeOptional())
                .add_(new Scalar(config.normEpsilon()))
                .rsqrt();
        return x.mul(scale).mul(weight);
    }

    /// Causal attention, segment by segment: what lies in another segment is never touched, so that short
    /// chats in long rows cost what short chats cost.
    private Tensor attention(int layer, Tensor x, Rotary.Turn turn, Batch batch) {
        var block = parameters.blocks().get(layer);
        var heads = (long) config.heads();
        var keyValueHeads = (long) config.keyValueHeads();
        var width = (long) config.headDim();
        final Tensor query;
        final Tensor key;
        final Tensor value;
        if (heads == keyValueHeads) {
            var fused =
                    linear(x, block.queryKeyValue(), layer, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
            var parts = torch.split_with_sizes(fused, new long[] {2 * heads * width, heads * width}, 1);
            var turned = turn.apply(parts.get(0).view(-1, 2 * heads, width));
            var both = torch.split_with_sizes(turned, new long[] {heads, heads}, 1);
            query = both.get(0);
            key = both.get(1);
            value = parts.get(1).view(-1, heads, width);
        } else {
            var fused = linear(x, block.queryKeyValue(), layer, "self_attn.k_proj", "self_attn.v_proj");
            var parts = torch.split_with_sizes(fused, new long[] {keyValueHeads * width, keyValueHeads * width}, 1);
            query = turn.apply(
                    linear(x, block.query(), layer, "self_attn.q_proj").view(-1, heads, width));
            key = turn.apply(parts.get(0).view(-1, keyValueHeads, width));
            value = parts.get(1).view(-1, keyValueHeads, width);
        }
        var lengths = batch.segmentLengths();
        var queries = torch.split_with_sizes(query, lengths, 0);
        var keys = torch.split_with_sizes(key, lengths, 0);
        var values = torch.split_with_sizes(value, lengths, 0);
        var mixed = new TensorVector(lengths.length);
        for (var i = 0; i < lengths.length; i++) {
            var answer = torch.scaled_dot_product_attention(
                    byHead(queries.get(i)),
                    byHead(keys.get(i)),
                    byHead(values.get(i)),
                    new TensorOptional(),
                    0.0,
                    true,
                    new DoubleOptional(1.0),
                    heads != keyValueHeads);
            mixed.put(i, answer.transpose(1, 2).reshape(lengths[i], heads * width));
        }
        return linear(torch.cat(mixed, 0), block.output(), layer, "self_attn.o_proj");
    }

    /// `[tokens, heads, headDim]` to `[1, heads, tokens, headDim]`.
    private static Tensor byHead(Tensor x) {
        return x.transpose(0, 1).unsqueeze(0);
    }
}
