package dev.assay.core.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Something that answers a conversation. Implementations are safe for use by many threads at once; a call
/// blocks
/// its (virtual) thread until the answer is whole.
///
/// The contract is checked by `dev.assay.core.contract.ModelContract` in core's test jar.
public interface Model extends AutoCloseable {

    /// The name under which a user asked for it, such as `organism:finch` or `openai/gpt-5`.
    String name();

    /// What identifies this very model for the report: for open weights a digest over them, for an endpoint
    /// its
    /// address and the name it answers to. Never a secret.
    String fingerprint();

    /// What it can do beyond answering plain text. By default {@link Capability#OF_PLAIN_MODELS}.
    default Set<Capability> capabilities() {
        return Capability.OF_PLAIN_MODELS;
    }

    /// What it shows beyond its answers, where its weights lie open and are looked into; empty by default.
    default Optional<OpenWeights> openWeights() {
        return Optional.empty();
    }

    /// The answer to a conversation that ends with a user's message.
    ///
    /// @throws ModelException if there is no answer after all retries
    /// @throws IllegalArgumentException if `messages` is empty
    ModelOutput generate(List<ChatMessage> messages, GenerateConfig config);

    /// The answer to a request, tools and images included. By default what the model cannot do is refused,
    /// and the
    /// rest is {@link #generate(List, GenerateConfig)}.
    ///
    /// @throws ModelException if there is no answer after all retries, or `UNSUPPORTED` if the model lacks
    ///     what the
    ///     request needs
    default ModelOutput generate(ModelRequest request) {
        request.requireSupportedBy(this);
        return generate(request.messages(), request.config());
    }

    /// As {@link #generate(ModelRequest)}, and `listener` hears the answer as it comes, on the calling
    /// thread. After a
    /// failure the pieces heard so far are void. By default the whole answer comes as one piece.
    ///
    /// @throws ModelException as {@link #generate(ModelRequest)}
    default ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        ModelOutput output = generate(request);
        listener.accept(new ModelDelta(ModelDelta.Kind.TEXT, output.completion()));
        return output;
    }

    /// Releases what the model holds; no call may follow. Does nothing by default.
    @Override
    default void close() {}
}
