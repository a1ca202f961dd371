package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorArrayRefOptional;
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

    /// Logits of every position, [rows * length, vocabulary].
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

    private Tensor attention(int layer, Tensor x, Rotary.Turn turn, Batch batch) {
        var block = parameters.blocks().get(layer);
        var heads = config.heads();
        var width = config.headDim();
        var keyValueHeads = config.keyValueHeads();
        var rows = batch.rows();
        var length = batch.length();
        var fused = heads == keyValueHeads
                ? linear(x, block.queryKeyValue(), layer, "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj")
                : linear(x, block.queryKeyValue(), layer, "self_attn.k_proj", "self_attn.v_proj");
        final Tensor query;
        final Tensor key;
        final Tensor value;
        if (heads == keyValueHeads) {
            var parts = torch.split_with_sizes(fused, new long[] {2L * heads * width, (long) heads * width}, 1);
            var turned = turn.apply(parts.get(0).view(-1, 2L * heads, width))
                    .view(rows, length, 2, heads, width)
                    .permute(2, 0, 3, 1, 4)
                    .contiguous();
            var both = torch.unbind(turned, 0);
            query = both.get(0).view((long) rows * heads, length, width);
            key = both.get(1).view((long) rows * heads, length, width);
            value = byHead(parts.get(1), batch, heads);
        } else {
            var parts = torch.split_with_sizes(
                    fused, new long[] {(long) keyValueHeads * width, (long) keyValueHeads * width}, 1);
            query = byHead(
                    turn.apply(
                            linear(x, block.query(), layer, "self_attn.q_proj").view(-1, heads, width)),
                    batch,
                    heads);
            key = byHead(turn.apply(parts.get(0).view(-1, keyValueHeads, width)), batch, keyValueHeads);
            value = byHead(parts.get(1), batch, keyValueHeads);
        }
        var scores = torch.bmm(query, key.transpose(1, 2))
                .view(rows, heads, length, length)
                .add_(batch.mask());
        var mixed = torch.bmm(torch.softmax(scores, 3).view((long) rows * heads, length, length), value);
        var joined = mixed.view(rows, heads, length, width)
                .transpose(1, 2)
                .reshape((long) rows * length, (long) heads * width);
        return linear(joined, block.output(), layer, "self_attn.o_proj");
    }

    /// `[rows * length, theirs, headDim]` to `[rows * heads, length, headDim]`, each of theirs shared by
    /// its queries.
    private Tensor byHead(Tensor x, Batch batch, int theirs) {
        long rows = batch.rows();
        long length = batch.length();
        long width = config.headDim();
        long shared = config.heads() / theirs;
        return x.reshape(rows, length, theirs, 1, width)
                .expand(rows, length, theirs, shared, width)
                .permute(0, 2, 3, 1, 4)
                .reshape(rows * config.heads(), length, width);
    }
}
