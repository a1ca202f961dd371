package dev.assay.engine;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.OpenWeights;
import dev.assay.engine.decoder.BackendException;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Site;
import dev.assay.engine.template.TemplateInput;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// What a model of this machine shows of itself. A view shows what it computes.
record LocalWeights(LocalModel model) implements OpenWeights {

    @Override
    public int vocabulary() {
        return model.shape().vocabSize();
    }

    @Override
    public int context() {
        return model.shape().maxPositions();
    }

    @Override
    public int[] tokens(List<ChatMessage> conversation) {
        return model.encode(TemplateInput.of(conversation));
    }

    @Override
    public int[] tokens(String text) {
        return model.tokenizer().encode(text);
    }

    @Override
    public String text(int... tokens) {
        requireKnown(tokens);
        return model.tokenizer().decode(Arrays.stream(tokens).boxed().toList());
    }

    private void requireKnown(int... tokens) {
        for (var token : tokens) {
            if (token < 0 || token >= vocabulary()) {
                throw new IllegalArgumentException(
                        "Token %d is not below the vocabulary of %d".formatted(token, vocabulary()));
            }
        }
    }

    @Override
    public double[] logProbabilities(int[] prompt, int... continuation) {
        if (prompt.length == 0) {
            throw new IllegalArgumentException("A prompt has at least one token");
        }
        requireKnown(prompt);
        requireKnown(continuation);
        try {
            return model.generator()
                    .logProbabilities(
                            IntStream.concat(IntStream.of(prompt), IntStream.of(continuation))
                                    .toArray(),
                            prompt.length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.INTERRUPTED, "The call to %s was interrupted.".formatted(model.name()), e);
        }
    }

    @Override
    public float[][] tokenScores(int[] prompt, int... continuation) {
        try {
            return model.tokenGradients(prompt, continuation);
        } catch (BackendException e) {
            throw new ModelException(ModelException.Kind.UNSUPPORTED, String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public float[][] activations(String site, int... prompt) {
        var place = Site.parse(site);
        return model.captureTokens(List.of(place), List.of(prompt), Positions.all())
                .rows(place)
                .toArray(float[][]::new);
    }
}
