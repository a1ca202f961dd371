package dev.assay.engine.check;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import java.util.OptionalInt;
import java.util.Set;

/// Compares a model with its reference.
public final class ModelCheck {

    private final Generator generator;
    private final ReferenceDump dump;
    private final double relative;
    private double largestLogit;
    private double logitDifference;
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
    /// @throws CheckpointException if a case does not fit the model: the dump is another's
    /// @throws InterruptedException if the calling thread is interrupted
    public static Comparison run(Generator generator, ReferenceDump dump) throws InterruptedException {
        var check = new ModelCheck(generator, dump);
        for (var one : dump.cases()) {
            check.requireFitting(one);
            check.logits(one);
            check.hidden(one);
            check.tokens(one);
        }
        return new Comparison(
                dump.cases().size(),
                check.logitDifference,
                check.relative * Math.max(1, check.largestLogit / 10),
                check.equal,
                check.tokens,
                dump.dtype() == Dtype.F32,
                check.hiddenDifference,
                check.firstLayer == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(check.firstLayer - 1));
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
        for (var i = 0; i < one.logits().length; i++) {
            var wanted = one.logits()[i];
            largestLogit = Math.max(largestLogit, Math.abs(wanted));
            logitDifference = larger(logitDifference, logits[one.logitIds()[i]] - wanted);
        }
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
