package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.hooks.ActivationSink;
import dev.assay.engine.hooks.ActivationWriter;
import dev.assay.engine.hooks.Activations;
import dev.assay.engine.hooks.CapturedPrompt;
import dev.assay.engine.hooks.Gradients;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Loss;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.hooks.Sites;
import dev.assay.engine.kernel.Kernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;

/// Continues token sequences. Any number of threads may call it at once; their requests are joined into
/// batches by a few worker threads. What comes out for a request never depends on what runs beside it.
public final class Generator implements AutoCloseable {

    private final Workers workers;
    private final Lane lane;
    private final long prefixCacheBytes;
    private final List<Intervention> interventions;
    private final boolean base;

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
    /// @throws dev.assay.engine.checkpoint.CheckpointException if a weight is NaN or infinite, or all of
    ///     them together do not fit into memory as 32-bit floats
    public Generator(DecoderWeights weights, Kernel kernel, int workers, int maxBatch, long prefixCacheBytes) {
        requireRanges(workers, maxBatch, prefixCacheBytes);
        this(backend(weights, kernel), workers, maxBatch, prefixCacheBytes);
    }

    /// On a backend of one's own, which is closed with this.
    ///
    /// @throws IllegalArgumentException if a number is out of its range
    public Generator(DecoderBackend backend, int workers, int maxBatch, long prefixCacheBytes) {
        requireRanges(workers, maxBatch, prefixCacheBytes);
        this.workers = new Workers(backend, workers, maxBatch);
        this.lane = new Lane(backend, new PrefixCache(prefixCacheBytes));
        this.prefixCacheBytes = prefixCacheBytes;
        this.interventions = List.of();
        this.base = true;
    }

    private static void requireRanges(int workers, int maxBatch, long prefixCacheBytes) {
        if (workers < 1 || maxBatch < 1 || maxBatch > Worker.ROWS || prefixCacheBytes < 0) {
            throw new IllegalArgumentException(
                    "workers %d must be at least 1, maxBatch %d in [1, %d], prefixCacheBytes %d at least 0"
                            .formatted(workers, maxBatch, Worker.ROWS, prefixCacheBytes));
        }
    }

    private static DecoderBackend backend(DecoderWeights weights, Kernel kernel) {
        HeapNeed.requireRoom(weights);
        return new JavaBackend(new Decoder(weights, kernel), SiteListener.NONE);
    }

    private Generator(Generator from, Lane lane, List<Intervention> interventions) {
        workers = from.workers;
        this.lane = lane;
        this.interventions = List.copyOf(interventions);
        prefixCacheBytes = from.prefixCacheBytes;
        base = false;
    }

    /// The same model as changed by interventions, in their order. It shares weights and threads with this
    /// one, which stays as it is, and keeps prefixes of its own, in as many bytes at most. Sequences of one
    /// view are batched among themselves. Changed weights are copied, all others shared. A view holds no
    /// thread and needs no closing; its requests fail once the model is closed.
    ///
    /// @throws IllegalArgumentException if the model lacks a site or a vector is not as wide as its site;
    ///     see [Intervention#requireIn]
    /// @throws IllegalStateException if this is a view itself
    public Generator view(List<Intervention> interventions) {
        if (!base) {
            throw new IllegalStateException("A view is made of a model, with all its interventions at once");
        }
        interventions.forEach(intervention -> intervention.requireIn(config()));
        // where a change depends on the end of the prompt, equal beginnings are not computed alike
        var keep = interventions.stream().noneMatch(Intervention::dependsOnTheEnd);
        return new Generator(
                this,
                new Lane(lane.backend().view(interventions), new PrefixCache(keep ? prefixCacheBytes : 0)),
                interventions);
    }

    /// Shape and special tokens of the model.
    public DecoderConfig config() {
        return lane.backend().config();
    }

    /// Most bytes that keys and values of a sequence take, prompt and answer together.
    public long cacheBytes(int positions) {
        return KvCache.mostBytes(config(), positions);
    }

    /// What computes, for a reader.
    public String kernel() {
        return lane.backend().description();
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
        return generate(prompt, longest, sampling, endTokens, listener, Optional.empty());
    }

    /// As the others, among the tokens that a constraint allows. Log-probabilities are those of the model
    /// as it is, without the constraint.
    ///
    /// @throws IllegalArgumentException if the prompt is empty, too long, or holds a token that the model
    ///     lacks
    /// @throws InterruptedException if the calling thread is interrupted; the request is then dropped
    public Generation generate(
            int[] prompt,
            int longest,
            Sampling sampling,
            Set<Integer> endTokens,
            TokenListener listener,
            Optional<Constraint> constraint)
            throws InterruptedException {
        check(prompt);
        requirePositions(prompt.length);
        if (longest < 1) {
            throw new IllegalArgumentException("At least one token must be allowed, not " + longest);
        }
        return submit(new Generating(prompt, longest, sampling, Set.copyOf(endTokens), listener, constraint, config()));
    }

    /// The logits after each position from `from` on: one row of `vocabSize` a position. To a view all the
    /// text is the prompt.
    ///
    /// @throws IllegalArgumentException as [#generate] does, or if `from` is no position
    /// @throws InterruptedException if the calling thread is interrupted
    public float[][] logits(int[] tokens, int from) throws InterruptedException {
        check(tokens);
        requirePositions(tokens.length);
        Objects.checkIndex(from, tokens.length);
        return submit(new Reading(tokens, from, tokens.length));
    }

    /// The natural logarithms of the probabilities of tokens `from` to the end, each given those before it.
    /// To a view the tokens before `from` are the prompt.
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
        check(tokens);
        requirePositions(from);
        var rows = submit(new Reading(tokens, from - 1, from));
        for (var i = 0; i < result.length; i++) {
            result[i] = Sampling.logProbability(rows[i], tokens[from + i]);
        }
        return result;
    }

    /// The residual stream of a text, `[layers + 1][tokens][hiddenSize]`: before each layer, and last what
    /// the head reads, which is how transformers gives `hidden_states`. Computed on the calling thread.
    ///
    /// @throws IllegalArgumentException as [#generate] does
    public float[][][] hiddenStates(int... tokens) {
        check(tokens);
        requirePositions(tokens.length);
        return new HiddenStates(lane.backend()).of(tokens);
    }

    /// Captures what passes some sites while prompts are read, as this model or view computes it. Prompts
    /// share steps; a prompt's rows never depend on those beside it. Computed on the calling thread.
    ///
    /// @param model the name that the activations are to bear
    /// @param sites at least one, each once
    /// @param prompts as [#generate] takes them
    /// @param positions which tokens of each prompt
    /// @throws IllegalArgumentException as [#generate] does, or if there is no site, one is named twice or
    ///     not in the model, or a prompt has no such position
    public Activations capture(String model, List<Site> sites, List<int[]> prompts, Positions positions) {
        var collector = new Activations.Collector(model, sites);
        capture(sites, prompts, positions, collector);
        return collector.activations();
    }

    /// As the other, one prompt after the other to a sink: what is held at once is what a step of 128
    /// tokens computes.
    ///
    /// @throws IllegalArgumentException as the other, before anything is computed
    public void capture(List<Site> sites, List<int[]> prompts, Positions positions, ActivationSink sink) {
        parts(sites, prompts, positions);
        new Capturing(lane.backend(), sites, positions).run(prompts, sink);
    }

    /// As the other, to a file of [dev.assay.engine.hooks.ActivationFile], which appears whole or not at
    /// all.
    ///
    /// @throws IllegalArgumentException as the others, before anything is written
    /// @throws dev.assay.engine.checkpoint.CheckpointException if the file cannot be written
    public void capture(String model, List<Site> sites, List<int[]> prompts, Positions positions, Path file) {
        ActivationWriter.stream(
                file,
                model,
                sites,
                parts(sites, prompts, positions),
                (site, position) -> site.width(config(), position),
                sink -> new Capturing(lane.backend(), sites, positions).run(prompts, sink));
    }

    private List<CapturedPrompt> parts(List<Site> sites, List<int[]> prompts, Positions positions) {
        if (sites.isEmpty() || sites.stream().distinct().count() != sites.size()) {
            throw new IllegalArgumentException("Name at least one site, and each once, not " + sites);
        }
        sites.forEach(site -> site.requireIn(config()));
        prompts.forEach(this::check);
        prompts.forEach(prompt -> requirePositions(prompt.length));
        return prompts.stream().map(tokens -> Capturing.part(tokens, positions)).toList();
    }

    /// Losses of prompts, and how each changes with what passes some sites while its prompt is read, as
    /// this model or view computes it. A prompt's gradients depend on those beside it by no more than the
    /// rounding of floats.
    ///
    /// @param model the name that the gradients are to bear
    /// @param losses one a prompt
    /// @param sites none for the losses alone; each once
    /// @param prompts as [#generate] takes them
    /// @throws IllegalArgumentException as [#generate] does, or if a loss, a site or a position does not
    ///     fit
    /// @throws BackendException if this computes on a backend without gradients
    public Gradients gradients(String model, List<Loss> losses, List<Site> sites, List<int[]> prompts) {
        var backend = gradientBackend();
        if (losses.size() != prompts.size()) {
            throw new IllegalArgumentException(
                    "%d losses are not one for each of %d prompts".formatted(losses.size(), prompts.size()));
        }
        if (sites.stream().distinct().count() != sites.size()) {
            throw new IllegalArgumentException("Name each site once, not " + sites);
        }
        sites.forEach(site -> site.requireIn(config()));
        for (var i = 0; i < prompts.size(); i++) {
            check(prompts.get(i));
            requirePositions(prompts.get(i).length);
            losses.get(i).requireIn(config(), prompts.get(i).length);
        }
        var values = new ArrayList<Double>();
        var collector = new Activations.Collector(model, sites);
        backend.gradients(losses, sites, prompts, (prompt, loss, rows) -> {
            values.add(loss);
            collector.accept(prompt, Capturing.part(prompts.get(prompt), Positions.all()), rows);
        });
        return new Gradients(values, collector.activations());
    }

    /// How the log-probability of a continuation changes with the one-hot row of each token of a prompt: `d
    /// / d(one-hot) = scale E d / d(embedding)`, the score of HotFlip (Ebrahimi et al. 2018) and of Greedy
    /// Coordinate Gradient (Zou et al. 2023, algorithm 1).
    ///
    /// @return `[prompt tokens][vocabulary]`; the higher, the likelier the continuation becomes, to first
    ///     order, where this token is put there
    /// @throws IllegalArgumentException as [#gradients]
    /// @throws BackendException as [#gradients]
    public float[][] tokenGradients(int[] prompt, int[] continuation) {
        var embed = Sites.embed();
        var loss = Loss.continuation(continuation);
        var gradients = gradients("", List.of(loss), List.of(embed), List.of(prompt));
        return gradientBackend().perToken(gradients.rows(embed, 0).toArray(float[][]::new));
    }

    /// Whether [#gradients] can be asked for.
    public boolean hasGradients() {
        return lane.backend() instanceof GradientBackend;
    }

    private GradientBackend gradientBackend() {
        if (lane.backend() instanceof GradientBackend backend) {
            return backend;
        }
        throw new BackendException(
                "The decoder in plain Java has no gradients: open the model on libtorch to compute them.");
    }

    /// A position that a prompt does not have would change nothing, or a token of the answer.
    private void requirePositions(int length) {
        for (var intervention : interventions) {
            try {
                intervention.requireIn(config(), length);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("%s: %s".formatted(intervention.summary(), e.getMessage()), e);
            }
        }
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

    <R> R submit(Sequence<R> sequence) throws InterruptedException {
        sequence.lane = lane;
        sequence.cache = lane.backend().cache();
        workers.submit(sequence);
        try {
            return sequence.result.get();
        } catch (InterruptedException e) {
            sequence.cancel();
            workers.drop(sequence);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("A worker failed", e.getCause());
        }
    }

    /// Sequences that were asked for and have not left.
    int inFlight() {
        return workers.inFlight();
    }

    /// Those of them that no worker has taken up.
    int waiting() {
        return workers.waiting();
    }

    /// Stops the workers; requests that are under way fail, those of views too. Closing a view does
    /// nothing.
    @Override
    public void close() {
        if (base) {
            workers.close();
            lane.backend().close();
        }
    }
}
