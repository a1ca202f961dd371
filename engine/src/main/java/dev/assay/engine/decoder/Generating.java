package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.decoder.Generation.Alternative;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A prompt that is being continued.
final class Generating extends Sequence<Generation> {

    private final int prompt;
    private final int longest;
    private final int context;
    private final Sampling sampling;
    private final long stream;
    private final Set<Integer> endTokens;
    private final TokenListener listener;
    private final Optional<Constraint> constraint;
    private final List<Integer> generated = new ArrayList<>();
    private final List<Double> logProbabilities = new ArrayList<>();
    private final List<List<Alternative>> alternatives = new ArrayList<>();

    Generating(
            int[] prompt,
            int longest,
            Sampling sampling,
            Set<Integer> endTokens,
            TokenListener listener,
            Optional<Constraint> constraint,
            DecoderConfig config) {
        super(prompt.clone(), prompt.length);
        this.prompt = prompt.length;
        this.longest = longest;
        this.context = config.maxPositions();
        this.sampling = sampling;
        this.stream = sampling.stream(prompt, prompt.length);
        this.endTokens = endTokens;
        this.listener = listener;
        this.constraint = constraint;
    }

    @Override
    int wantedFrom() {
        return prompt - 1;
    }

    @Override
    int promptLength() {
        return prompt;
    }

    @Override
    Optional<Generation> accept(int position, float[] logits) {
        var kept = sampling.logProbabilities() && (sampling.temperature() > 0 || constraint.isPresent());
        var before = kept ? logits.clone() : logits;
        constraint.ifPresent(rule -> leaveOut(logits, rule.after(generated)));
        var token = sampling.choose(logits, stream, generated.size());
        if (endTokens.contains(token)) {
            return done(Generation.Ending.END_TOKEN);
        }
        generated.add(token);
        if (sampling.logProbabilities()) {
            logProbabilities.add(Sampling.logProbability(before, token));
        }
        if (sampling.alternatives() > 0) {
            alternatives.add(sampling.likeliest(before));
        }
        var wanted = !listener.endsAfter(generated, logProbabilities, alternatives);
        if (!wanted || constraint.filter(rule -> rule.after(generated).isOver()).isPresent()) {
            return done(Generation.Ending.STOPPED);
        }
        if (generated.size() == longest) {
            return done(Generation.Ending.MAX_TOKENS);
        }
        if (count == context) {
            return done(Generation.Ending.CONTEXT_FULL);
        }
        append(token);
        return Optional.empty();
    }

    /// Makes impossible what may not follow.
    private void leaveOut(float[] logits, Constraint.Next next) {
        for (var token = 0; token < logits.length; token++) {
            var allowed = next.tokens().get(token) || next.mayEnd() && endTokens.contains(token);
            logits[token] = allowed ? logits[token] : Float.NEGATIVE_INFINITY;
        }
    }

    private Optional<Generation> done(Generation.Ending ending) {
        return Optional.of(new Generation(generated, logProbabilities, alternatives, ending, reused));
    }
}
