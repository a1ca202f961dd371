package dev.assay.engine.contract;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import java.util.Optional;
import java.util.function.Consumer;

/// Weights of which one tensor is changed.
record ChangedWeights(DecoderWeights weights, String changed, Consumer<float[]> change) implements DecoderWeights {

    @Override
    public DecoderConfig config() {
        return weights.config();
    }

    @Override
    public DecoderLayout layout() {
        return weights.layout();
    }

    @Override
    public float[] floats(String tensor) {
        var numbers = weights.floats(tensor);
        if (tensor.equals(changed)) {
            numbers = numbers.clone();
            change.accept(numbers);
        }
        return numbers;
    }

    @Override
    public Optional<Stored> stored(String tensor) {
        return Optional.empty();
    }

    @Override
    public void requireFinite() {
        weights.requireFinite();
    }

    @Override
    public void close() {
        weights.close();
    }
}
