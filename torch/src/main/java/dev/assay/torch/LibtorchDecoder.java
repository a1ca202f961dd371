package dev.assay.torch;

import dev.assay.engine.architecture.Architecture;
import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.architecture.LayerAttention;
import dev.assay.engine.architecture.RotaryPositions;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.torch.DecoderParts.Linear;
import dev.assay.torch.DecoderParts.Norm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// Any architecture that a [DecoderConfig] describes on libtorch, one sequence at a time: the second opinion on the
/// plain-Java decoder, and the one for large models. Not safe for several threads.
public final class LibtorchDecoder implements AutoCloseable {

    private record Block(
            LayerAttention reach,
            Optional<DecoderRotary> rotary,
            Optional<Norm> beforeAttention,
            Linear query,
            Linear key,
            Linear value,
            Optional<Norm> queryNorm,
            Optional<Norm> keyNorm,
            Linear output,
            Optional<Norm> afterAttention,
            Optional<Norm> beforeMlp,
            Optional<Linear> gate,
            Linear up,
            Linear down,
            Optional<Norm> afterMlp) {}

    private final DecoderConfig config;
    private final torch.ScalarType type;
    private final boolean wide;
    private final DecoderTensors tensors;
    private final Map<RotaryPositions, DecoderRotary> rotaries = new HashMap<>();
    private final Tensor embeddings;
    private final Optional<Tensor> positions;
    private final List<Block> blocks = new ArrayList<>();
    private final Norm norm;
    private final Linear head;
    private boolean closed;

    /// Copies the weights into libtorch.
    ///
    /// @throws LibtorchException if the natives cannot be loaded
    public LibtorchDecoder(Weights weights) {
        this(DecoderWeights.of(weights), Arithmetic.FLOAT32);
    }

    /// @param weights stay open until this decoder is closed, which closes them
    /// @throws LibtorchException if the natives cannot be loaded
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a weight is NaN or infinite
    public LibtorchDecoder(DecoderWeights weights, Arithmetic arithmetic) {
        LibtorchRuntime.load();
        config = weights.config();
        var dtype = arithmetic.dtype(config.dtype());
        type = DecoderTensors.type(dtype);
        wide = dtype == Dtype.F32;
        tensors = new DecoderTensors(weights, dtype);
        var made = false;
        try (var _ = new NoGradGuard()) {
            weights.requireFinite();
            var layout = weights.layout();
            embeddings = tensors.of(layout.embeddings());
            positions = layout.positions().map(tensors::of);
            norm = Norm.of(tensors, config, layout.norm());
            head = Linear.of(tensors.of(layout.head()), Optional.empty());
            for (var layer = 0; layer < config.layerCount(); layer++) {
                blocks.add(block(layout.blocks().get(layer), config.layers().get(layer)));
            }
            made = true;
        } finally {
            if (!made) {
                tensors.close();
            }
        }
    }

    private Block block(DecoderLayout.Block place, LayerAttention reach) {
        return new Block(
                reach,
                reach.rotary()
                        .map(rotary -> rotaries.computeIfAbsent(
                                rotary, key -> new DecoderRotary(key, config.maxPositions(), rotaryType()))),
                norm(place.beforeAttention()),
                Linear.of(tensors, place.query()),
                Linear.of(tensors, place.key()),
                Linear.of(tensors, place.value()),
                norm(place.queryNorm()),
                norm(place.keyNorm()),
                Linear.of(tensors, place.output()),
                norm(place.afterAttention()),
                norm(place.beforeMlp()),
                place.gate().map(gate -> Linear.of(tensors, gate)),
                Linear.of(tensors, place.up()),
                Linear.of(tensors, place.down()),
                norm(place.afterMlp()));
    }

    /// OLMo 2 turns in 32-bit floats, the others in the type of the model.
    private torch.ScalarType rotaryType() {
        return config.architecture() == Architecture.OLMO2 ? torch.ScalarType.Float : type;
    }

    private Optional<Norm> norm(Optional<DecoderLayout.Norm> place) {
        return place.map(found -> Norm.of(tensors, config, found));
    }

    /// Opens a model folder, to compute in 32-bit floats.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be read
    /// @throws LibtorchException if the natives cannot be loaded
    public static LibtorchDecoder open(Path folder) {
        return open(folder, Arithmetic.FLOAT32);
    }

    /// Opens a model folder.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be read
    /// @throws LibtorchException if the natives cannot be loaded
    public static LibtorchDecoder open(Path folder, Arithmetic arithmetic) {
        return new LibtorchDecoder(DecoderWeights.open(folder), arithmetic);
    }

    /// What is computed.
    public DecoderConfig config() {
        return config;
    }

    /// The logits after each token, [tokens][vocabulary].
    ///
    /// @throws IllegalArgumentException if there is no token, one outside the vocabulary, or more than the
    ///     context holds
    public float[][] logits(int... tokens) {
        check(tokens, 0);
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            var logits = head(hidden(tokens, new Cache(tokens.length)))
                    .to(torch.ScalarType.Float)
                    .contiguous();
            var values = new float[tokens.length][config.vocabSize()];
            var pointer = new FloatPointer(logits.data_ptr_float());
            for (var i = 0; i < tokens.length; i++) {
                pointer.position((long) i * config.vocabSize()).get(values[i], 0, config.vocabSize());
            }
            return values;
        }
    }

    /// The likeliest continuation, token by token, with a cache of keys and values.
    ///
    /// @param maxTokens at most so many; fewer if the model gives an end token of the config, which is not
    ///     part of the answer
    /// @throws IllegalArgumentException if prompt and answer together exceed the context, or as
    ///     [#logits(int...)]
    public int[] greedy(int[] prompt, int maxTokens) {
        return continuation(prompt, maxTokens, config.eosIds());
    }

    /// As [#greedy(int[], int)], with end tokens of one's own.
    ///
    /// @throws IllegalArgumentException as [#greedy(int[], int)]
    public int[] continuation(int[] prompt, int maxTokens, List<Integer> endTokens) {
        check(prompt, maxTokens);
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            var cache = new Cache(prompt.length + maxTokens);
            var answer = new int[maxTokens];
            var next = prompt;
            for (var i = 0; i < maxTokens; i++) {
                var token = likeliest(next, cache);
                if (endTokens.contains(token)) {
                    return Arrays.copyOf(answer, i);
                }
                answer[i] = token;
                next = new int[] {token};
            }
            return answer;
        }
    }

    private int likeliest(int[] tokens, Cache cache) {
        try (var _ = new PointerScope()) {
            var hidden = hidden(tokens, cache);
            var last = hidden.narrow(0, tokens.length - 1L, 1);
            return (int) torch.argmax(head(last), new LongOptional(1), false).item_long();
        }
    }

    private void check(int[] tokens, int more) {
        if (closed) {
            throw new IllegalStateException("the decoder is closed");
        }
        if (tokens.length == 0 || more < 0 || tokens.length + (long) more > config.maxPositions()) {
            throw new IllegalArgumentException("%d tokens and %d more do not fit a context of 1 to %d tokens"
                    .formatted(tokens.length, more, config.maxPositions()));
        }
        for (var token : tokens) {
            if (token < 0 || token >= config.vocabSize()) {
                throw new IllegalArgumentException(
                        "token %d is outside the vocabulary of %d".formatted(token, config.vocabSize()));
            }
        }
    }

    /// Keys and values of the tokens so far, a layer each `[keyValueHeads, room, headDim]`.
    private final class Cache {
        private final Tensor[] keys = new Tensor[config.layerCount()];
        private final Tensor[] values = new Tensor[config.layerCount()];
        private long filled;

        Cache(long room) {
            var options = new TensorOptions(type);
            var shape = new long[] {config.keyValueHeads(), room, config.headDim()};
            for (var layer = 0; layer < keys.length; layer++) {
                keys[layer] = torch.zeros(shape, options);
                values[layer] = torch.zeros(shape, options);
            }
        }
    }

    private Tensor hidden(int[] tokens, Cache cache) {
        rotaries.values().forEach(rotary -> rotary.reserve(cache.filled + tokens.length));
        var x = embedded(tokens, cache.filled);
        for (var layer = 0; layer < config.layerCount(); layer++) {
            var block = blocks.get(layer);
            var added = attention(block, normed(block.beforeAttention(), x), cache, layer);
            if (config.parallelResidual()) {
                x = mlp(block, normed(block.beforeMlp(), x)).add_(added).add_(x);
            } else {
                x = x.add(added);
                x = x.add(mlp(block, normed(block.beforeMlp(), x)));
            }
        }
        cache.filled += tokens.length;
        return x;
    }

    private Tensor embedded(int[] tokens, long first) {
        var ids = torch.tensor(Arrays.stream(tokens).asLongStream().toArray());
        var x = torch.embedding(embeddings, ids);
        if (config.embeddingScale() != 1) {
            x = x.mul(torch.tensor((float) config.embeddingScale()).to(type)); // rounded first, as transformers does
        }
        return positions.isPresent() ? x.add(positions.get().narrow(0, first, tokens.length)) : x;
    }

    private Tensor head(Tensor x) {
        var logits = head.apply(norm.apply(x));
        return config.logitSoftCap() > 0 ? DecoderParts.softCap(logits, config.logitSoftCap()) : logits;
    }

    private static Tensor normed(Optional<Norm> norm, Tensor x) {
        return norm.isPresent() ? norm.get().apply(x) : x;
    }

    private Tensor mlp(Block block, Tensor x) {
        var activation = config.mlp().activation();
        var up = block.up().apply(x);
        var inner = block.gate().isPresent()
                ? DecoderParts.activate(activation, block.gate().get().apply(x)).mul_(up)
                : DecoderParts.activate(activation, up);
        return normed(block.afterMlp(), block.down().apply(inner));
    }

    private Tensor attention(Block block, Tensor x, Cache cache, int layer) {
        var count = x.size(0);
        var total = cache.filled + count;
        long heads = config.heads();
        long keyValueHeads = config.keyValueHeads();
        long width = config.headDim();
        var query = headed(block, block.query(), block.queryNorm(), x, heads, cache.filled);
        var keys = cache.keys[layer];
        var values = cache.values[layer];
        keys.narrow(1, cache.filled, count)
                .copy_(headed(block, block.key(), block.keyNorm(), x, keyValueHeads, cache.filled));
        values.narrow(1, cache.filled, count)
                .copy_(block.value()
                        .apply(x)
                        .reshape(count, keyValueHeads, width)
                        .transpose(0, 1));
        long from = block.reach().first((int) cache.filled);
        var seen = total - from;
        var shared = heads / keyValueHeads;
        var scale = new Scalar(config.attention().scale());
        var asked = (wide ? query.mul(scale) : query).reshape(keyValueHeads, shared * count, width);
        var scores = torch.bmm(asked, keys.narrow(1, from, seen).transpose(1, 2));
        if (!wide) {
            scores = scores.mul(scale); // where transformers scales; mul_ would round the scale to 16 bits
        }
        if (config.attention().softCap() > 0) {
            scores = DecoderParts.softCap(scores, config.attention().softCap());
        }
        if (count > 1) {
            scores = scores.view(heads, count, seen).add_(mask(block, count, seen, cache.filled - from));
        }
        var shares = torch.softmax(
                        scores.view(keyValueHeads, shared * count, seen),
                        2,
                        new ScalarTypeOptional(torch.ScalarType.Float))
                .to(type);
        var mixed = torch.bmm(shares, values.narrow(1, from, seen)).view(heads, count, width);
        return normed(
                block.afterAttention(),
                block.output().apply(mixed.transpose(0, 1).reshape(count, heads * width)));
    }

    /// Minus infinity where a row must not look; row `i` is at column `i + offset`.
    private Tensor mask(Block block, long count, long seen, long offset) {
        var options = new TensorOptions(type);
        var never = torch.full(new long[] {count, seen}, new Scalar(Float.NEGATIVE_INFINITY), options);
        var later = never.triu(offset + 1);
        var window = block.reach().window();
        return window == 0 || seen <= window ? later : later.add_(never.tril(offset - window));
    }

    /// Queries or keys, normalised and turned, `[heads, tokens, headDim]`.
    private Tensor headed(Block block, Linear projection, Optional<Norm> norm, Tensor x, long heads, long first) {
        var width = config.headDim();
        var flat = projection.apply(x);
        var rows = x.size(0);
        var apart = switch (config.attention().queryKeyNorm()) {
            case NONE -> flat.reshape(rows, heads, width);
            case WHOLE -> normed(norm, flat).reshape(rows, heads, width);
            case PER_HEAD -> normed(norm, flat.reshape(rows, heads, width));
        };
        return (block.rotary().isPresent() ? block.rotary().get().turn(apart, first) : apart).transpose(0, 1);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            rotaries.values().forEach(DecoderRotary::close);
            tensors.close();
        }
    }
}
