package dev.assay.app.eval;

import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Remembers whether the model ever answered, and what it first failed with if not.
final class WatchedModel extends ForwardingModel {

    private final AtomicReference<Optional<ModelException>> firstFailure = new AtomicReference<>(Optional.empty());
    private volatile boolean answered;

    WatchedModel(Model model) {
        super(model);
    }

    @Override
    ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call) {
        try {
            ModelOutput output = call.get();
            if (!answered) {
                answered = true;
            }
            return output;
        } catch (ModelException failure) {
            if (!answered && failure.kind() != ModelException.Kind.INTERRUPTED) {
                firstFailure.compareAndSet(Optional.empty(), Optional.of(failure));
            }
            throw failure;
        }
    }

    /// Why no call was ever answered; empty if one was, or none failed.
    Optional<ModelException> neverAnswered() {
        return answered ? Optional.empty() : firstFailure.get();
    }
}
