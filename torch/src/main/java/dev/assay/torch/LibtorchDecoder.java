package dev.assay.torch;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.decoder.Depth;
import dev.assay.engine.decoder.GradientBackend;
import dev.assay.engine.decoder.Rows;
import dev.assay.engine.decoder.SequenceCache;
import dev.assay.engine.decoder.SiteListener;
import dev.assay.engine.hooks.GradientSink;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Site;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// Any architecture that a [DecoderConfig] describes on libtorch: the second opinion on the plain-Java
/// decoder, and the one for large models, whose weights it uses where their file is mapped. What comes out
/// for a sequence depends on those beside it by no more than the rounding of floats. Many threads may use
/// one.
public final class LibtorchDecoder implements GradientBackend {

    private final Gate gate = new Gate();
    private final DecoderTensors tensors;
    private final LibtorchView base;

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
        var config = weights.config();
        var dtype = arithmetic.dtype(config.dtype());
        tensors = new DecoderTensors(weights, dtype);
        var made = false;
        try (var _ = new NoGradGuard()) {
            weights.requireFinite();
            // in 16 bits a wider product rounds otherwise here and there, and transformers computes them apart
            var operands = DecoderOperands.of(config, weights.layout(), tensors, dtype == Dtype.F32);
            var forward = new LibtorchForward(config, DecoderTensors.type(dtype), operands);
            base = new LibtorchView(gate, forward, Watch.NONE);
            made = true;
        } finally {
            if (!made) {
                tensors.close();
            }
        }
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

    @Override
    public DecoderConfig config() {
        return base.config();
    }

    @Override
    public String description() {
        return base.description();
    }

    @Override
    public GradientBackend view(List<Intervention> interventions) {
        return base.view(interventions);
    }

    @Override
    public SequenceCache cache() {
        return base.cache();
    }

    @Override
    public Workspace workspace(int rows, int logitRows) {
        return base.workspace(rows, logitRows);
    }

    @Override
    public void forward(Rows rows, Workspace workspace, SiteListener listener, Depth depth) {
        base.forward(rows, workspace, listener, depth);
    }

    @Override
    public void gradients(List<Loss> losses, List<Site> sites, List<int[]> prompts, GradientSink sink) {
        base.gradients(losses, sites, prompts, sink);
    }

    @Override
    public float[][] perToken(float[][] gradients) {
        return base.perToken(gradients);
    }

    /// The logits after each token, [tokens][vocabulary].
    ///
    /// @throws IllegalArgumentException if there is no token, one outside the vocabulary, or more than the
    ///     context holds
    public float[][] logits(int... tokens) {
        check(tokens, 0);
        return gate.whileOpen(() -> {
            try (var _ = new PointerScope();
                    var _ = new NoGradGuard()) {
                var all = new int[tokens.length];
                Arrays.setAll(all, i -> i);
                var pass = Pass.of(List.of(tokens), new int[] {tokens.length}, all);
                return TensorRows.of(computed(pass));
            }
        });
    }

    private Tensor computed(Pass pass) {
        return base.forward().logits(pass, Depth.WHOLE, Watch.NONE).orElseThrow();
    }

    /// The likeliest continuation, token by token, with a cache of keys and values.
    ///
    /// @param maxTokens at most so many; fewer if the model gives an end token of the config, which is not
    ///     part of the answer
    /// @throws IllegalArgumentException if prompt and answer together exceed the context, or as
    ///     [#logits(int...)]
    public int[] greedy(int[] prompt, int maxTokens) {
        return continuation(prompt, maxTokens, config().eosIds());
    }

    /// As [#greedy(int[], int)], with end tokens of one's own.
    ///
    /// @throws IllegalArgumentException as [#greedy(int[], int)]
    public int[] continuation(int[] prompt, int maxTokens, List<Integer> endTokens) {
        check(prompt, maxTokens);
        return gate.whileOpen(() -> {
            try (var cache = base.cache()) {
                cache.reserve(prompt.length + maxTokens);
                var tokens = Arrays.copyOf(prompt, prompt.length + maxTokens);
                var rows = new Rows(prompt.length);
                var count = prompt.length;
                while (count < tokens.length) {
                    rows.clear();
                    rows.add(cache, tokens, cache.length(), count, count - 1, prompt.length);
                    var token = likeliest(rows);
                    if (endTokens.contains(token)) {
                        break;
                    }
                    cache.advance(rows.count());
                    tokens[count++] = token;
                }
                return Arrays.copyOfRange(tokens, prompt.length, count);
            }
        });
    }

    private int likeliest(Rows rows) {
        try (var _ = new PointerScope();
                var _ = new NoGradGuard()) {
            return (int) torch.argmax(computed(Pass.of(rows)), new LongOptional(1), false)
                    .item_long();
        }
    }

    private void check(int[] tokens, int more) {
        if (tokens.length == 0 || more < 0 || tokens.length + (long) more > config().maxPositions()) {
            throw new IllegalArgumentException("%d tokens and %d more do not fit a context of 1 to %d tokens"
                    .formatted(tokens.length, more, config().maxPositions()));
        }
        for (var token : tokens) {
            if (token < 0 || token >= config().vocabSize()) {
                throw new IllegalArgumentException(
                        "token %d is outside the vocabulary of %d".formatted(token, config().vocabSize()));
            }
        }
    }

    @Override
    public void close() {
        gate.close(() -> {
            base.forward().close();
            tensors.close();
        });
    }
}
