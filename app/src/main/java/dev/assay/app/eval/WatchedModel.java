package dev.assay.app.eval;

import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Remembers whether the model ever answered, and what it first failed with if it was named wrongly. An endpoint that
/// refuses a prompt, fails or is late has been found and has taken the key: it counts as answering.
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
            switch (failure.kind()) {
                case AUTHENTICATION, QUOTA_SPENT, NOT_FOUND, UNSUPPORTED, UNREACHABLE ->
                    firstFailure.compareAndSet(Optional.empty(), Optional.of(failure));
                case RATE_LIMITED, SERVER_ERROR, TIMEOUT, MALFORMED, BAD_REQUEST, CONTEXT_LENGTH -> answered = true;
                case INTERRUPTED -> {}
            }
            throw failure;
        }
    }

    /// Why no call ever reached the model; empty if one did, or none failed.
    Optional<ModelException> neverAnswered() {
        return answered ? Optional.empty() : firstFailure.get();
    }
}
