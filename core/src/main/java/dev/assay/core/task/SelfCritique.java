package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Asks the model what is wrong with its answer, in a conversation apart, and then for a better one.
record SelfCritique(String critique, String revision) implements Solver {

    static final String CRITIQUE = """
            Below are a question and an answer to it. Say what is wrong with the answer, or missing, or unclear. If it \
            is right and complete, say so and nothing else.

            Question:
            {question}

            Answer:
            {answer}
            """;
    static final String REVISION = """
            Here is a critique of your answer:

            {critique}

            Answer the question once more. Mend what the critique is right about and keep the rest. Do not mention the \
            critique.
            """;

    SelfCritique {
        Templates.require(critique, "question", "answer");
        Templates.require(revision, "critique");
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        if (state.output().isEmpty()) {
            throw new IllegalArgumentException(
                    "Self-critique needs an answer: put 'generate' before it among the solvers.");
        }
        String question = state.sample().input().getLast().content();
        String asked = Templates.fill(critique, Map.of("question", question, "answer", state.completion()));
        TaskState critic = model.generate(
                new TaskState(state.sample(), List.of(ChatMessage.user(asked)), Optional.empty(), state.usage()));
        TaskState paid = new TaskState(state.sample(), state.messages(), state.output(), critic.usage());
        String again = Templates.fill(revision, Map.of("critique", critic.completion()));
        return model.generate(paid.plus(ChatMessage.user(again)));
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step("self_critique", Map.of("critique", critique, "revision", revision)));
    }
}
