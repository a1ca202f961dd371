package dev.assay.engine.decoder;

import dev.assay.engine.architecture.DecoderConfig;
import java.util.Optional;

/// A text that is read for its logits, or for the log-probabilities of its own tokens.
final class Reading extends Sequence<float[][]> {

    private final int from;
    private final float[][] rows;

    /// @param from the first position whose logits are wanted, in [0, tokens.length)
    Reading(int[] tokens, int from, DecoderConfig config) {
        super(tokens.clone(), tokens.length, config);
        this.from = from;
        rows = new float[tokens.length - from][];
    }

    @Override
    int wantedFrom() {
        return from;
    }

    @Override
    Optional<float[][]> accept(int position, float[] logits) {
        rows[position - from] = logits.clone();
        return position == count - 1 ? Optional.of(rows) : Optional.empty();
    }
}
