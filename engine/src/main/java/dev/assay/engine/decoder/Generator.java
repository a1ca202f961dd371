package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.kernel.Kernel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// Continues token sequences. Any number of threads may call it at once; their requests are joined into
/// batches by a few worker threads. What comes out for a request never depends on what runs beside it.
public final class Generator implements AutoCloseable {

    private final Decoder decoder;
    private final PrefixCache prefixes;
    private final int maxBatch;
    private final LinkedBlockingQueue<Sequence<?>> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final List<Thread> workers = new ArrayList<>();
    private volatile boolean closed;

    /// Of a Llama in memory; as the constructor of [DecoderWeights].
    public Generator(Weights weights, Kernel kernel, int workers, int maxBatch, long prefixCacheBytes) {
        this(DecoderWeights.of(weights), kernel, workers, maxBatch, prefixCacheBytes);
    }

    /// Reads all weights, which may be closed afterwards.
    ///
    /// @param workers threads that compute, at least 1
    /// @param maxBatch most sequences that one worker moves forward at once, in [1, 128]
    /// @param prefixCacheBytes bytes that may be kept of finished sequences; 0 keeps none
    /// @throws IllegalArgumentException if a number is out of its range
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a weight is NaN or infinite, or all of them
    ///     together do not fit into memory as 32-bit floats
    public Generator(DecoderWeights weights, Kernel kernel, int workers, int maxBatch, long prefixCacheBytes) {
        if (workers < 1 || maxBatch < 1 || maxBatch > Worker.ROWS || prefixCacheBytes < 0) {
            throw new IllegalArgumentException(
                    "workers %d must be at least 1, maxBatch %d in [1, %d], prefixCacheBytes %d at least 0"
                            .formatted(workers, maxBatch, Worker.ROWS, prefixCacheBytes));
        }
        HeapNeed.requireRoom(weights);
        this.decoder = new Decoder(weights, kernel);
        this.maxBatch = maxBatch;
        this.prefixes = new PrefixCache(prefixCacheBytes);
        for (var i = 1; i <= workers; i++) {
            this.workers.add(
                    Thread.ofPlatform().name("assay-engine-" + i).daemon().start(new Worker(this, decoder)));
        }
    }

    /// Shape and special tokens of the model.
    public DecoderConfig config() {
        return decoder.config();
    }

    /// The name of the kernel in use.
    public String kernel() {
        return decoder.kernel().name();
    }

    /// Continues a prompt.
    ///
    /// @param prompt at least one token and fewer than the context holds
    /// @param longest most tokens to generate, at least 1
    /// @param endTokens tokens that end the answer and are not part of it
    /// @param stop is shown what was generated so far after each token and ends the answer by `true`;
    ///     runs on a worker
    /// @throws IllegalArgumentException if the prompt is empty, too long, or holds a token that the model
    ///     lacks
    /// @throws InterruptedException if the calling thread is interrupted; the request is then dropped
    public Generation generate(
            int[] prompt, int longest, Sampling sampling, Set<Integer> endTokens, Predicate<List<Integer>> stop)
            throws InterruptedException {
        return generate(prompt, longest, sampling, endTokens, (tokens, _, _) -> stop.test(tokens));
    }

    /// As the other, with a listener that also hears log-probabilities.
    ///
    /// @throws IllegalArgumentException if the prompt is empty, too long, or holds a token that the model
    ///     lacks
    /// @throws InterruptedException if the calling thread is interrupted; the request is then dropped
    public Generation generate(
            int[] prompt, int longest, Sampling sampling, Set<Integer> endTokens, TokenListener listener)
            throws InterruptedException {
        check(prompt);
        if (longest < 1) {
            throw new IllegalArgumentException("At least one token must be allowed, not " + longest);
        }
        return submit(new Generating(prompt, longest, sampling, Set.copyOf(endTokens), listener, config()));
    }

    /// The logits after each position from `from` on: one row of `vocabSize` a position.
    ///
    /// @throws IllegalArgumentException as [#generate] does, or if `from` is no position
    /// @throws InterruptedException if the calling thread is interrupted
    public float[][] logits(int[] tokens, int from) throws InterruptedException {
        check(tokens);
        Objects.checkIndex(from, tokens.length);
        return submit(new Reading(tokens, from, config()));
    }

    /// The natural logarithms of the probabilities of tokens `from` to the end, each given those before it.
    ///
    /// @param from at least 1: nothing comes before the first token
    /// @throws IllegalArgumentException as [#generate] does
    /// @throws InterruptedException if the calling thread is interrupted
    public double[] logProbabilities(int[] tokens, int from) throws InterruptedException {
        if (from < 1 || from > tokens.length) {
            throw new IllegalArgumentException("from must be in [1, %d], but is %d".formatted(tokens.length, from));
        }
        var result = new double[tokens.length - from];
        if (result.length == 0) {
            return result;
        }
        var rows = logits(tokens, from - 1);
        for (var i = 0; i < result.length; i++) {
            result[i] = Sampling.logProbability(rows[i], tokens[from + i]);
        }
        return result;
    }

    /// The residual stream of a text, `[layers + 1][tokens][hiddenSize]`: before each layer, and last what the head
    /// reads, which is how transformers gives `hidden_states`. Computed on the calling thread.
    ///
    /// @throws IllegalArgumentException as [#generate] does
    public float[][][] hiddenStates(int... tokens) {
        check(tokens);
        return new HiddenStates(decoder).of(tokens);
    }

    private void check(int[] tokens) {
        if (tokens.length == 0 || tokens.length > config().maxPositions()) {
            throw new IllegalArgumentException("%d tokens are not between 1 and the context of %d"
                    .formatted(tokens.length, config().maxPositions()));
        }
        for (var token : tokens) {
            if (token < 0 || token >= config().vocabSize()) {
                throw new IllegalArgumentException(
                        "Token %d is not below the vocabulary of %d".formatted(token, config().vocabSize()));
            }
        }
    }

    private <R> R submit(Sequence<R> sequence) throws InterruptedException {
        inFlight.incrementAndGet();
        waiting.add(sequence);
        if (closed) {
            failWaiting();
        }
        try {
            return sequence.result.get();
        } catch (InterruptedException e) {
            sequence.cancel();
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A worker failed", e.getCause());
        }
    }

    Sequence<?> take() throws InterruptedException {
        return waiting.take();
    }

    Optional<Sequence<?>> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    PrefixCache prefixes() {
        return prefixes;
    }

    /// How many sequences one worker should hold now, so that all have alike many.
    int share() {
        return Math.clamp((inFlight.get() + workers.size() - 1) / workers.size(), 1, maxBatch);
    }

    void left(Sequence<?> sequence) {
        inFlight.decrementAndGet();
        prefixes.put(sequence.tokens, sequence.cache);
    }

    /// Stops the workers; requests that are under way fail.
    @Override
    public void close() {
        closed = true;
        workers.forEach(Thread::interrupt);
        failWaiting();
    }

    private void failWaiting() {
        var failure = new IllegalStateException("The model is closed.");
        for (var left = waiting.poll(); left != null; left = waiting.poll()) {
            left.result.completeExceptionally(failure);
        }
    }
}
