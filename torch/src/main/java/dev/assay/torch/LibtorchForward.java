package dev.assay.torch;

import dev.assay.engine.architecture.Architecture;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.LayerAttention;
import dev.assay.engine.architecture.QueryKeyNorm;
import dev.assay.engine.architecture.RotaryPositions;
import dev.assay.engine.decoder.Depth;
import dev.assay.engine.hooks.SiteKind;
import dev.assay.torch.DecoderOperands.Block;
import dev.assay.torch.DecoderParts.Norm;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/// Any architecture that a [DecoderConfig] describes, from tokens to logits, over the packed rows of a
/// [Pass]: with caches, or without and then with gradients. Nothing is written over that a gradient needs,
/// so it is the same computation with gradients and without. Immutable; threads share one.
final class LibtorchForward implements AutoCloseable {

    private final DecoderConfig config;
    private final torch.ScalarType type;
    private final boolean wide;
    private final DecoderOperands operands;
    private final Map<RotaryPositions, DecoderRotary> rotaries;
    private final Scalar scale;
    private final ScalarTypeOptional floats;

    LibtorchForward(DecoderConfig config, torch.ScalarType type, DecoderOperands operands) {
        this(
                config,
                type,
                operands,
                new HashMap<>(),
                new Scalar(config.attention().scale()),
                new ScalarTypeOptional(torch.ScalarType.Float));
        scale.retainReference();
        floats.retainReference();
        for (var layer : config.layers()) {
            layer.rotary()
                    .ifPresent(rotary -> rotaries.computeIfAbsent(
                            rotary,
                            key -> new DecoderRotary(key, config.maxPositions(), rotaryType(), rotaryType() != type)));
        }
    }

    private LibtorchForward(
            DecoderConfig config,
            torch.ScalarType type,
            DecoderOperands operands,
            Map<RotaryPositions, DecoderRotary> rotaries,
            Scalar scale,
            ScalarTypeOptional floats) {
        this.config = config;
        this.type = type;
        this.wide = type == torch.ScalarType.Float;
        this.operands = operands;
        this.rotaries = rotaries;
        this.scale = scale;
        this.floats = floats;
    }

    /// The same with other weights; it ends with this one.
    LibtorchForward with(DecoderOperands others) {
        return new LibtorchForward(config, type, others, rotaries, scale, floats);
    }

    /// OLMo 2 turns in 32-bit floats, the others in the type of the model.
    private torch.ScalarType rotaryType() {
        return config.architecture() == Architecture.OLMO2 ? torch.ScalarType.Float : type;
    }

    DecoderConfig config() {
        return config;
    }

    torch.ScalarType type() {
        return type;
    }

    DecoderOperands operands() {
        return operands;
    }

    /// The logits of the wanted rows, `[wanted, vocabulary]`, in the type of the model; empty where the
    /// depth does not ask for them, or nothing is wanted.
    Optional<Tensor> logits(Pass pass, Depth depth, Watch watch) {
        var x = stream(pass, depth, watch);
        if (!depth.norm() || pass.wantedCount() == 0) {
            return Optional.empty();
        }
        var normed = watch.at(SiteKind.FINAL_NORM, -1, pass, operands.norm().apply(pass.wanted(x)));
        if (!depth.logits()) {
            return Optional.empty();
        }
        var logits = operands.head().apply(normed);
        return Optional.of(config.logitSoftCap() > 0 ? DecoderParts.softCap(logits, config.logitSoftCap()) : logits);
    }

    /// The residual stream, `[rows, hiddenSize]`, behind as many layers as the depth asks for.
    private Tensor stream(Pass pass, Depth depth, Watch watch) {
        var x = watch.at(SiteKind.EMBED, -1, pass, embedded(pass));
        for (var layer = 0; layer < config.layerCount(); layer++) {
            x = watch.at(SiteKind.RESID_PRE, layer, pass, x);
            if (layer == depth.layers()) {
                return x;
            }
            var block = operands.blocks().get(layer);
            var added = attention(block, layer, pass, normed(block.beforeAttention(), x), watch);
            if (config.parallelResidual()) {
                x = mlp(block, layer, pass, normed(block.beforeMlp(), x), watch)
                        .add(added)
                        .add_(x);
            } else {
                x = watch.at(SiteKind.RESID_MID, layer, pass, x.add(added));
                x = x.add(mlp(block, layer, pass, normed(block.beforeMlp(), x), watch));
            }
            x = watch.at(SiteKind.RESID_POST, layer, pass, x);
        }
        return x;
    }

    private Tensor embedded(Pass pass) {
        var x = torch.embedding(operands.embeddings(), pass.tokens());
        if (config.embeddingScale() != 1) {
            x = x.mul(embeddingScale()); // rounded first, as transformers does
        }
        return operands.positions().isPresent()
                ? x.add(torch.index_select(operands.positions().get(), 0, pass.positions()))
                : x;
    }

    /// What embeddings are multiplied by, in the type of the model.
    Tensor embeddingScale() {
        return torch.tensor((float) config.embeddingScale()).to(type);
    }

    private static Tensor normed(Optional<Norm> norm, Tensor x) {
        return norm.isPresent() ? norm.get().apply(x) : x;
    }

    private Tensor mlp(Block block, int layer, Pass pass, Tensor x, Watch watch) {
        var outputs = block.gateUp().apply(x);
        var parts = outputs.parts();
        // side by side, rows would be rounded by other instructions than the same numbers in rows of their own
        var apart = outputs.joined().isPresent() && pass.count() > 1;
        var gate = apart ? parts.getFirst().contiguous() : parts.getFirst();
        var pre = watch.at(SiteKind.MLP_PRE, layer, pass, gate);
        var active = DecoderParts.activate(config.mlp().activation(), pre);
        var post = config.mlp().gated() ? active.mul(parts.getLast()) : active;
        var added = block.down().apply(watch.at(SiteKind.MLP_POST, layer, pass, post));
        return watch.at(SiteKind.MLP_OUT, layer, pass, normed(block.afterMlp(), added));
    }

    private Tensor attention(Block block, int layer, Pass pass, Tensor x, Watch watch) {
        var outputs = block.queryKeyValue().apply(x);
        var query = watch.at(SiteKind.ATTN_Q, layer, pass, outputs.parts().get(0));
        var key = watch.at(SiteKind.ATTN_K, layer, pass, outputs.parts().get(1));
        var value = watch.at(SiteKind.ATTN_V, layer, pass, outputs.parts().get(2));
        var asIs = query == outputs.parts().get(0) && key == outputs.parts().get(1);
        var turn = config.layers().get(layer).rotary().map(rotaries::get).map(pass::turn);
        long heads = config.heads();
        long shared = config.keyValueHeads();
        final Tensor queries;
        final Tensor keys;
        if (asIs && outputs.joined().isPresent() && config.attention().queryKeyNorm() == QueryKeyNorm.NONE) {
            var both = byHead(outputs.joined().get().narrow(1, 0, config.queryWidth() + config.keyValueWidth()));
            var turned = turn.isPresent() ? turn.get().apply(both) : both;
            queries = turned.narrow(1, 0, heads);
            keys = turned.narrow(1, heads, shared);
        } else {
            queries = turned(turn, headed(block.queryNorm(), query));
            keys = turned(turn, headed(block.keyNorm(), key));
        }
        var mixed = attend(layer, pass, queries, keys, byHead(value), watch);
        var added = block.output().apply(watch.at(SiteKind.ATTN_Z, layer, pass, mixed));
        return watch.at(SiteKind.ATTN_OUT, layer, pass, normed(block.afterAttention(), added));
    }

    private static Tensor turned(Optional<DecoderRotary.Turn> turn, Tensor x) {
        return turn.isPresent() ? turn.get().apply(x) : x;
    }

    /// `[rows, width]` as `[rows, heads, headDim]`.
    private Tensor byHead(Tensor x) {
        return x.unflatten(1, -1, config.headDim());
    }

    private Tensor headed(Optional<Norm> norm, Tensor x) {
        return switch (config.attention().queryKeyNorm()) {
            case NONE -> byHead(x);
            case WHOLE -> byHead(normed(norm, x));
            case PER_HEAD -> normed(norm, byHead(x));
        };
    }

    /// Values mixed by attention, `[rows, heads * headDim]`.
    private Tensor attend(int layer, Pass pass, Tensor queries, Tensor keys, Tensor values, Watch watch) {
        var runs = pass.runs();
        if (runs.size() == 1) {
            return attend(layer, pass, runs.getFirst(), queries, keys, values, watch);
        }
        var mixed = new Tensor[runs.size()];
        for (var i = 0; i < mixed.length; i++) {
            var run = runs.get(i);
            mixed[i] = attend(
                    layer,
                    pass,
                    run,
                    queries.narrow(0, run.first(), run.rows()),
                    keys.narrow(0, run.first(), run.rows()),
                    values.narrow(0, run.first(), run.rows()),
                    watch);
        }
        return torch.cat(new TensorVector(mixed), 0);
    }

    private Tensor attend(int layer, Pass pass, Pass.Run run, Tensor queries, Tensor keys, Tensor values, Watch watch) {
        LayerAttention reach = config.layers().get(layer);
        var from = reach.first(run.past());
        long seen = run.past() + run.count() - from;
        long count = run.count();
        long sequences = run.sequences();
        long theirs = config.keyValueHeads();
        long group = config.heads() / theirs;
        long width = config.headDim();
        final Tensor k;
        final Tensor v;
        if (run.cache().isPresent()) {
            var cache = run.cache().get();
            cache.put(layer, keys, values, count);
            k = cache.keys(layer, from, seen);
            v = cache.values(layer, from, seen);
        } else {
            k = bySequence(keys, sequences, count, theirs);
            v = bySequence(values, sequences, count, theirs);
        }
        var one = sequences == 1 && count == 1;
        var asked = one
                ? queries.reshape(theirs, group, width)
                : queries.reshape(sequences, count, theirs, group, width)
                        .permute(0, 2, 3, 1, 4)
                        .reshape(sequences * theirs, group * count, width);
        var scores = torch.bmm(wide ? asked.mul(scale) : asked, k.transpose(1, 2));
        if (!wide) {
            scores = scores.mul(scale); // where transformers scales; mul_ would round the scale to 16 bits
        }
        if (config.attention().softCap() > 0) {
            scores = DecoderParts.softCap(scores, config.attention().softCap());
        }
        if (count > 1) {
            scores = scores.view(sequences * config.heads(), count, seen)
                    .add_(pass.mask(run.count(), seen, run.past() - from, reach.window(), new TensorOptions(type)))
                    .view(sequences * theirs, group * count, seen);
        }
        if (watch.seesPattern(layer)) {
            scores = watch.scores(layer, pass, run, scores.view(sequences, config.heads(), count, seen), from)
                    .view(sequences * theirs, group * count, seen);
        }
        var shares = torch.softmax(scores, 2, floats);
        if (!wide) {
            shares = shares.to(type);
        }
        if (watch.seesPattern(layer)) {
            shares = watch.pattern(layer, pass, run, shares.view(sequences, config.heads(), count, seen), from)
                    .reshape(sequences * theirs, group * count, seen);
        }
        var mixed = torch.bmm(shares, v);
        if (one) {
            return mixed.view(1, config.queryWidth());
        }
        return mixed.view(sequences, theirs, group, count, width)
                .permute(0, 3, 1, 2, 4)
                .reshape(sequences * count, config.queryWidth());
    }

    private Tensor bySequence(Tensor x, long sequences, long count, long theirs) {
        return x.reshape(sequences, count, theirs, config.headDim())
                .transpose(1, 2)
                .reshape(sequences * theirs, count, config.headDim());
    }

    @Override
    public void close() {
        rotaries.values().forEach(DecoderRotary::close);
        scale.releaseReference();
        floats.releaseReference();
    }
}
