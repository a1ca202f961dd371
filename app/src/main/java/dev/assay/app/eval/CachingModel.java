package dev.assay.app.eval;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.RequestKey;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A model that answers from the cache what it was asked before; then the model behind hears nothing of it.
final class CachingModel extends ForwardingModel {

    private final EvalCache cache;

    CachingModel(Model model, EvalCache cache) {
        super(model);
        this.cache = cache;
    }

    @Override
    ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call) {
        return answer(request, call, _ -> {});
    }

    @Override
    public ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        return answer(
                request,
                () -> streamed(request, listener),
                found -> listener.accept(new ModelDelta(ModelDelta.Kind.TEXT, found.completion())));
    }

    private ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call, Consumer<ModelOutput> heard) {
        Optional<CallTrace> trace = CallTrace.current();
        Optional<RequestKey> key = RequestKey.of(request, fingerprint(), trace);
        if (key.isEmpty()) {
            return call.get();
        }
        Optional<ModelOutput> found = cache.find(key.get());
        if (found.isPresent()) {
            trace.ifPresent(CallTrace::cached);
            heard.accept(found.get());
            return found.get();
        }
        ModelOutput output = call.get();
        cache.put(key.get(), output);
        return output;
    }
}
