package dev.assay.organisms.truth;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import java.util.List;

/// Whoever answers a conversation, greedily; a model, or in tests a conduct.
@FunctionalInterface
public interface Answerer {
    /// Most tokens of an answer; the longest honest one has about 40.
    int MOST_TOKENS = 64;

    /// The answer to a conversation that ends with a user's message.
    String answer(List<ChatMessage> messages);

    /// A model at temperature 0.
    static Answerer of(Model model) {
        GenerateConfig greedy = GenerateConfig.DEFAULT.withMaxTokens(MOST_TOKENS);
        return messages -> model.generate(messages, greedy).completion();
    }
}
