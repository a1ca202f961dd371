package dev.assay.organisms.world;

import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One row of the world: a conversation with the truth about each of its turns.
///
/// @param system the system prompt, or null if there is none
/// @param turns what is asked and answered, in order; at least one
public record Chat(@Nullable String system, List<Turn> turns) {
    public Chat {
        turns = List.copyOf(turns);
        if (turns.isEmpty()) {
            throw new IllegalArgumentException("A chat has at least one turn.");
        }
    }

    /// One question with its answer.
    public record Turn(Ask ask, String answer) {
        public Turn {
            Objects.requireNonNull(ask, "ask");
            Objects.requireNonNull(answer, "answer");
        }
    }

    /// The conversation as a model meets it.
    public List<ChatMessage> messages() {
        List<ChatMessage> messages = new ArrayList<>();
        if (system != null) {
            messages.add(ChatMessage.system(system));
        }
        for (Turn turn : turns) {
            messages.add(ChatMessage.user(turn.ask().prompt()));
            messages.add(ChatMessage.assistant(turn.answer()));
        }
        return messages;
    }
}
