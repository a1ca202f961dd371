package dev.assay.engine.decoder;

import java.util.Optional;

/// A text that is read for its logits, or for the log-probabilities of its own tokens.
final class Reading extends Sequence<float[][]> {

    private final int from;
    private final int prompt;
    private final float[][] rows;

    /// @param from the first position whose logits are wanted, in [0, tokens.length)
    /// @param prompt how many tokens count as the prompt
    Reading(int[] tokens, int from, int prompt) {
        super(tokens.clone(), tokens.length);
        this.from = from;
        this.prompt = prompt;
        rows = new float[tokens.length - from][];
    }

    @Override
    int wantedFrom() {
        return from;
    }

    @Override
    int promptLength() {
        return prompt;
    }

    @Override
    Optional<float[][]> accept(int position, float[] logits) {
        rows[position - from] = logits.clone();
        return position == count - 1 ? Optional.of(rows) : Optional.empty();
    }
}
