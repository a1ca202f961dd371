package dev.assay.engine.adapter;

import dev.assay.engine.architecture.DecoderConfig;
import dev.assay.engine.architecture.DecoderLayout;
import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A base and an adapter, as one set of weights.
final class AdaptedWeights implements DecoderWeights {

    private final DecoderWeights base;
    private final LoraAdapter adapter;

    AdaptedWeights(DecoderWeights base, LoraAdapter adapter) {
        this.base = base;
        this.adapter = adapter;
        var shapes = base.layout().shapes();
        adapter.additions().forEach((name, addition) -> check(name, addition.shape(), shapes.get(name)));
        adapter.replacements().forEach((name, values) -> check(name, values.shape(), shapes.get(name)));
    }

    private static void check(String name, List<Integer> fits, @Nullable List<Integer> shape) {
        if (!fits.equals(shape)) {
            throw new CheckpointException(
                    "The adapter is for another base: it changes '%s' of %s, and this model has %s. Name the base it was trained on."
                            .formatted(name, fits, shape == null ? "no such tensor" : shape));
        }
    }

    @Override
    public DecoderConfig config() {
        return base.config();
    }

    @Override
    public DecoderLayout layout() {
        return base.layout();
    }

    @Override
    public float[] floats(String tensor) {
        var replaced = adapter.replacements().get(tensor);
        var numbers = replaced == null ? base.floats(tensor) : replaced.values();
        var addition = adapter.additions().get(tensor);
        return addition == null ? numbers : addition.addedTo(numbers);
    }

    @Override
    public Optional<Stored> stored(String tensor) {
        var changed = adapter.additions().containsKey(tensor)
                || adapter.replacements().containsKey(tensor);
        return changed ? Optional.empty() : base.stored(tensor);
    }

    @Override
    public void requireFinite() {
        base.requireFinite();
    }

    @Override
    public void close() {
        base.close();
    }
}
