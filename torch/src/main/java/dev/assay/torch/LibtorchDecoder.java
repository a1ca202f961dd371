package dev.assay.torch;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.Weights;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Llama on libtorch, one sequence at a time: the second opinion on the plain-Java decoder. Not safe for
/// several threads.
public final class LibtorchDecoder implements AutoCloseable {

    private final LlamaConfig config;
    private final Parameters parameters;
    private final Rotary rotary;
    private boolean closed;

    /// Copies the weights into libtorch.
    ///
    /// @throws LibtorchException if the natives cannot be loaded
    public LibtorchDecoder(Weights weights) {
        LibtorchRuntime.load();
        config = weights.config();
        try (var _ = new PointerScope()) {
            parameters = new Parameters(weights, false).retained();
            rotary = new Rotary(config, config.maxPositions()).retained();
        }
    }

    /// Reads a model folder.
    ///
    /// @throws dev.assay.engine.checkpoint.CheckpointException if it cannot be read
    /// @throws LibtorchException if the natives cannot be loaded
    public static LibtorchDecoder open(Path folder) {
        return new LibtorchDecoder(Weights.read(folder));
    }

    /// The logits after each token, [tokens][vocabulary].
    ///
    /// @throws IllegalArgumentException if there is no token, one outside the vocabulary, or more than the
    ///     context holds
    public float[][] logits(int... tokens) {
        check(tokens, 0);
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            var logits = head(hidden(tokens, new Cache(config, tokens.length))).contiguous();
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
        check(prompt, maxTokens);
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            var cache = new Cache(config, prompt.length + maxTokens);
            var answer = new int[maxTokens];
            var next = prompt;
            for (var i = 0; i < maxTokens; i++) {
                var token = likeliest(next, cache);
                if (config.eosIds().contains(token)) {
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
    private static final class Cache {
        private final Tensor[] keys;
        private final Tensor[] values;
        private long filled;

        Cache(LlamaConfig config, int room) {
            keys = new Tensor[config.layers()];
            values = new Tensor[config.layers()];
            for (var layer = 0; layer < config.layers(); layer++) {
                keys[layer] = torch.zeros(config.keyValueHeads(), room, config.headDim());
                values[layer] = torch.zeros(config.keyValueHeads(), room, config.headDim());
            }
        }
    }

    private Tensor hidden(int[] tokens, Cache cache) {
        var ids = torch.tensor(Arrays.stream(tokens).asLongStream().toArray());
        var x = torch.embedding(parameters.embeddings(), ids);
        var turn = rotary.from(cache.filled, tokens.length);
        for (var layer = 0; layer < config.layers(); layer++) {
            var block = parameters.blocks().get(layer);
            x = x.add(attention(block, norm(x, block.attentionNorm()), turn, cache, layer));
            var h = norm(x, block.mlpNorm());
            x = x.add(linear(torch.silu(linear(h, block.gate())).mul_(linear(h, block.up())), block.down()));
        }
        cache.filled += tokens.length;
        return x;
    }

    private Tensor head(Tensor x) {
        return linear(norm(x, parameters.norm()), parameters.head());
    }

    private Tensor attention(Parameters.Block block, Tensor x, Rotary.Turn turn, Cache cache, int layer) {
        var count = x.size(0);
        var total = cache.filled + count;
        long heads = config.heads();
        long shared = heads / config.keyValueHeads();
        long keyValueHeads = config.keyValueHeads();
        long width = config.headDim();
        var fused = linear(x, block.queryKeyValue());
        var apart = heads != keyValueHeads;
        var query = apart ? linear(x, block.query()) : fused.narrow(1, 0, heads * width);
        var offset = apart ? 0 : heads * width;
        var key = fused.narrow(1, offset, keyValueHeads * width);
        var value = fused.narrow(1, offset + keyValueHeads * width, keyValueHeads * width);
        var keys = cache.keys[layer];
        var values = cache.values[layer];
        keys.narrow(1, cache.filled, count).copy_(turned(key, keyValueHeads, turn));
        values.narrow(1, cache.filled, count)
                .copy_(value.reshape(count, keyValueHeads, width).transpose(0, 1));
        var scores = torch.bmm(
                turned(query, heads, turn).reshape(keyValueHeads, shared * count, width),
                keys.narrow(1, 0, total).transpose(1, 2));
        if (count > 1) {
            var mask = torch.full(new long[] {count, total}, new Scalar(Float.NEGATIVE_INFINITY));
            scores = scores.view(heads, count, total).add_(mask.triu(cache.filled + 1));
        }
        var shares = torch.softmax(scores.view(keyValueHeads, shared * count, total), 2);
        var mixed = torch.bmm(shares, values.narrow(1, 0, total)).view(heads, count, width);
        return linear(mixed.transpose(0, 1).reshape(count, heads * width), block.output());
    }

    private Tensor turned(Tensor x, long heads, Rotary.Turn turn) {
        return turn.apply(x.reshape(x.size(0), heads, config.headDim())).transpose(0, 1);
    }

    private Tensor norm(Tensor x, Tensor weight) {
        var scale = x.square()
                .mean(new long[] {1}, true, new ScalarTypeOptional())
                .add_(new Scalar(config.normEpsilon()))
                .rsqrt_();
        return x.mul(scale).mul_(weight);
    }

    /// A matrix-vector product for one row, which is twice as fast as a matrix product.
    private static Tensor linear(Tensor x, Tensor weight) {
        return x.size(0) == 1 ? torch.mv(weight, x.view(-1)).unsqueeze(0) : torch.linear(x, weight);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            parameters.close();
            rotary.close();
        }
    }
}
