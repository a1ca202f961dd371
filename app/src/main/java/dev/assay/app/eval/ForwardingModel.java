package dev.assay.app.eval;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.OpenWeights;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A model that stands before another and sees each of its calls.
abstract class ForwardingModel implements Model {

    private final Model model;

    ForwardingModel(Model model) {
        this.model = model;
    }

    /// A call of the model behind.
    ///
    /// @param request what is asked
    /// @param call makes the call
    abstract ModelOutput answer(ModelRequest request, Supplier<ModelOutput> call);

    @Override
    public final ModelOutput generate(ModelRequest request) {
        return answer(request, () -> model.generate(request));
    }

    @Override
    public final ModelOutput generate(java.util.List<ChatMessage> messages, GenerateConfig config) {
        return generate(ModelRequest.of(messages, config));
    }

    @Override
    public ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        return answer(request, () -> streamed(request, listener));
    }

    /// Streams from the model behind.
    final ModelOutput streamed(ModelRequest request, Consumer<ModelDelta> listener) {
        return model.stream(request, listener);
    }

    @Override
    public final String name() {
        return model.name();
    }

    @Override
    public final String fingerprint() {
        return model.fingerprint();
    }

    @Override
    public final Optional<OpenWeights> openWeights() {
        return model.openWeights();
    }

    @Override
    public final Set<Capability> capabilities() {
        return model.capabilities();
    }

    @Override
    public final void close() {
        model.close();
    }
}
