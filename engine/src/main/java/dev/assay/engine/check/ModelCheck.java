package dev.assay.engine.check;

import dev.assay.engine.architecture.LayerAttention;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Set;

/// Compares a model with its reference.
public final class ModelCheck {

    /// Fewer prompts, greedy tokens in all or logits of a prompt tell nothing: `make_reference.py` writes more.
    private static final int LEAST_PROMPTS = 3;

    private static final int LEAST_TOKENS = 32;
    private static final int LEAST_LOGITS = 64;

    /// The dump's numbers are rounded to six decimals.
    private static final double ROUNDED = 1e-6;

    private final Generator generator;
    private final ReferenceDump dump;
    private final double relative;
    private double logitDifference;
    private double spreadDifference;
    private double hiddenDifference = Double.NaN;
    private int firstLayer = Integer.MAX_VALUE;
    private int tokens;
    private int equal;

    private ModelCheck(Generator generator, ReferenceDump dump) {
        this.generator = generator;
        this.dump = dump;
        relative = dump.dtype() == Dtype.F32 ? 1e-4 : 2e-2;
    }

    /// Computes every case of the dump.
    ///
    /// @throws CheckpointException if a case does not fit the model: the dump is another's; or if the dump
    ///     holds fewer than 3 different prompts, 32 greedy tokens in all, or 64 logits of a prompt (all of a
    ///     smaller vocabulary)
    /// @throws InterruptedException if the calling thread is interrupted
    public static Comparison run(Generator generator, ReferenceDump dump) throws InterruptedException {
        var check = new ModelCheck(generator, dump);
        check.requireEnough();
        for (var one : dump.cases()) {
            check.requireFitting(one);
            check.logits(one);
            check.hidden(one);
            check.tokens(one);
        }
        return new Comparison(
                dump.cases().size(),
                dump.cases().stream()
                        .mapToInt(one -> one.prompt().length + one.greedy().length)
                        .max()
                        .orElse(0),
                generator.config().layers().stream()
                        .mapToInt(LayerAttention::window)
                        .max()
                        .orElse(0),
                check.logitDifference,
                check.spreadDifference,
                check.relative,
                check.equal,
                check.tokens,
                dump.dtype() == Dtype.F32,
                check.hiddenDifference,
                check.firstLayer == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(check.firstLayer - 1));
    }

    private void requireEnough() {
        var prompts = dump.cases().stream()
                .map(one -> Arrays.stream(one.prompt()).boxed().toList())
                .distinct()
                .count();
        var greedy = dump.cases().stream().mapToInt(one -> one.greedy().length).sum();
        var logits =
                dump.cases().stream().mapToInt(one -> one.logits().length).min().orElse(0);
        if (prompts < LEAST_PROMPTS
                || greedy < LEAST_TOKENS
                || logits < Math.min(LEAST_LOGITS, generator.config().vocabSize())) {
            throw new CheckpointException(
                    "The reference holds %d different prompts, %d greedy tokens and %d logits of a prompt, and %d, %d and %d are needed: write a larger one."
                            .formatted(prompts, greedy, logits, LEAST_PROMPTS, LEAST_TOKENS, LEAST_LOGITS));
        }
    }

    private void requireFitting(ReferenceDump.Case one) {
        var config = generator.config();
        for (var ids : new int[][] {one.prompt(), one.logitIds(), one.greedy()}) {
            for (var id : ids) {
                if (id >= config.vocabSize()) {
                    throw another("it names token %d, and the model has %d".formatted(id, config.vocabSize()));
                }
            }
        }
        var length = one.prompt().length + one.greedy().length;
        if (length > config.maxPositions()) {
            throw another(
                    "a case has %d tokens, and the model's context holds %d".formatted(length, config.maxPositions()));
        }
        var hidden = one.hidden();
        if (hidden.length > 0
                && (hidden.length != config.layerCount() + 1 || hidden[0].length != config.hiddenSize())) {
            throw another("it states %d hidden states, and the model has %d of width %d"
                    .formatted(hidden.length, config.layerCount() + 1, config.hiddenSize()));
        }
    }

    private static CheckpointException another(String how) {
        return new CheckpointException("The reference is another model's: " + how + "; write it again for this one.");
    }

    private void logits(ReferenceDump.Case one) throws InterruptedException {
        var logits = generator.logits(one.prompt(), one.prompt().length - 1)[0];
        var wanted = one.logits();
        var found = Arrays.stream(one.logitIds()).mapToDouble(id -> logits[id]).toArray();
        var foundMean = Arrays.stream(found).average().orElse(0);
        var mean = Arrays.stream(wanted).average().orElse(0);
        var variance = 0.0;
        var centred = 0.0;
        for (var i = 0; i < wanted.length; i++) {
            logitDifference = larger(logitDifference, found[i] - wanted[i]);
            centred = larger(centred, found[i] - foundMean - (wanted[i] - mean));
            variance += (wanted[i] - mean) * (wanted[i] - mean) / wanted.length;
        }
        var beyond = Math.max(0, centred - ROUNDED); // NaN stays NaN
        spreadDifference = larger(spreadDifference, beyond == 0 ? 0 : beyond / Math.sqrt(variance));
    }

    private void hidden(ReferenceDump.Case one) {
        if (one.hidden().length == 0) {
            return;
        }
        var states = generator.hiddenStates(one.prompt());
        for (var layer = 0; layer < states.length; layer++) {
            var row = states[layer][one.prompt().length - 1];
            var wanted = one.hidden()[layer];
            var difference = 0.0;
            var largest = 1.0;
            for (var i = 0; i < Math.min(row.length, wanted.length); i++) {
                largest = Math.max(largest, Math.abs(wanted[i]));
                difference = larger(difference, row[i] - wanted[i]);
            }
            hiddenDifference = Double.isNaN(hiddenDifference) ? difference : larger(hiddenDifference, difference);
            if (!(difference <= relative * largest)) {
                firstLayer = Math.min(firstLayer, layer);
            }
        }
    }

    private void tokens(ReferenceDump.Case one) throws InterruptedException {
        if (one.greedy().length == 0) {
            return;
        }
        var answer = generator
                .generate(one.prompt(), one.greedy().length, Sampling.GREEDY, Set.of(), _ -> false)
                .tokens();
        tokens += one.greedy().length;
        for (var i = 0; i < answer.size() && answer.get(i) == one.greedy()[i]; i++) {
            equal++;
        }
    }

    /// The larger of the two; NaN counts as larger than any.
    private static double larger(double known, double difference) {
        return Math.max(known, Math.abs(difference));
    }
}
