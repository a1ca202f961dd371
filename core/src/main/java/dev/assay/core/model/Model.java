package dev.assay.core.model;

import java.util.List;

/// Something that answers a conversation. Implementations are safe for use by many threads at once; a call blocks
/// its (virtual) thread until the answer is whole.
///
/// The contract is checked by `dev.assay.core.contract.ModelContract` in core's test jar.
public interface Model extends AutoCloseable {

    /// The name under which a user asked for it, such as `organism:finch` or `openai/gpt-5`.
    String name();

    /// What identifies this very model for the report: for open weights a digest over them, for an endpoint its
    /// address and the name it answers to. Never a secret.
    String fingerprint();

    /// The answer to a conversation that ends with a user's message.
    ///
    /// @throws ModelException if there is no answer after all retries
    /// @throws IllegalArgumentException if `messages` is empty
    ModelOutput generate(List<ChatMessage> messages, GenerateConfig config);

    /// Releases what the model holds; no call may follow. Does nothing by default.
    @Override
    default void close() {}
}
