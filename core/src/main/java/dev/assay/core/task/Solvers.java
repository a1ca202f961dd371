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

    /// Puts `template` around the user's last message: `{prompt}` is that message, `{name}` a metadata
    /// value.
    ///
    /// @throws IllegalArgumentException if the template lacks `{prompt}`
    public static Solver promptTemplate(String template) {
        return new PromptTemplate("prompt_template", template);
    }

    /// Asks for a thought before the answer; the answer is to be the last line, `ANSWER: ...`.
    public static Solver chainOfThought() {
        return new PromptTemplate(
                "chain_of_thought",
                "{prompt}\n\nThink it through step by step first. Then end with a line of exactly this form: 'ANSWER: TEXT'"
                        + " (without quotes), where TEXT is the answer and nothing else.");
    }

    /// Puts `count` examples before the conversation, after the system message, drawn from `source` with
    /// `seed`. An example that asks what the sample asks is left out. The source is read once, now.
    ///
    /// @param count 1 to 1000
    /// @throws IllegalArgumentException if the source has no more than `count` samples with an answer
    public static Solver fewShot(SampleSource source, int count, long seed) {
        return FewShot.draw(source, count, seed);
    }

    /// Shows the sample's choices with letters, asks for one, and asks the model. Graded by {@link
    /// Scorers#choice}.
    public static Solver multipleChoice() {
        return new MultipleChoice(false, false);
    }

    /// The same, with settings.
    ///
    /// @param several whether several choices may be right
    /// @param reasoning whether the model is asked to think first
    public static Solver multipleChoice(boolean several, boolean reasoning) {
        return new MultipleChoice(several, reasoning);
    }

    /// After an answer: asks the model for a critique of it, and then for a better answer.
    public static Solver selfCritique() {
        return new SelfCritique(SelfCritique.CRITIQUE, SelfCritique.REVISION);
    }

    /// The same with texts of one's own: `{question}` and `{answer}` in the first, `{critique}` in the
    /// second.
    ///
    /// @throws IllegalArgumentException if one lacks what it needs
    public static Solver selfCritique(String critique, String revision) {
        return new SelfCritique(critique, revision);
    }

    /// Has the question answered, and then each of `turns` in the same conversation.
    ///
    /// @throws IllegalArgumentException if there are none
    public static Solver multiTurn(List<String> turns) {
        return new MultiTurn(turns, Optional.empty());
    }

    /// The same with the sample's own turns, a JSON list of texts in its metadata.
    public static Solver multiTurnFrom(String metadataKey) {
        return new MultiTurn(List.of(), Optional.of(metadataKey));
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
