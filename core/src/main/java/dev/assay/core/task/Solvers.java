package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The solvers that most tasks are made of.
public final class Solvers {

    private Solvers() {}

    /// Puts a system message in front of the conversation.
    public static Solver system(String text) {
        return new SystemMessage(text);
    }

    /// Adds a message of the user at the end.
    public static Solver user(String text) {
        return new UserMessage(text);
    }

    /// Asks the model, with the task's settings.
    public static Solver generate() {
        return new Answer(Optional.empty());
    }

    /// Asks the model, with settings of its own.
    public static Solver generate(GenerateConfig config) {
        return new Answer(Optional.of(config));
    }

    private record SystemMessage(String text) implements Solver {
        SystemMessage {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public TaskState solve(TaskState state, Generate model) {
            List<ChatMessage> messages = new ArrayList<>();
            messages.add(ChatMessage.system(text));
            messages.addAll(state.messages());
            return state.withMessages(messages);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("system_message", Map.of("template", text)));
        }
    }

    private record UserMessage(String text) implements Solver {
        UserMessage {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public TaskState solve(TaskState state, Generate model) {
            return state.plus(ChatMessage.user(text));
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("user_message", Map.of("template", text)));
        }
    }

    private record Answer(Optional<GenerateConfig> config) implements Solver {
        @Override
        public TaskState solve(TaskState state, Generate model) {
            return config.isPresent() ? model.generate(state, config.get()) : model.generate(state);
        }

        @Override
        public List<Step> steps() {
            return List.of(new Step("generate", Map.of()));
        }
    }
}
