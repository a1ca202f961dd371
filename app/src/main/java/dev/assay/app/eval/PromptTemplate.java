package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.task.Generate;
import dev.assay.core.task.Solver;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Puts the last message of the user into a text.
///
/// @param text with `{input}` where the message goes
record PromptTemplate(String text) implements Solver {

    private static final String PLACE = "{input}";

    PromptTemplate {
        if (!text.contains(PLACE)) {
            throw new UserError("--template has no {input}: write it where the question goes, as in"
                    + " 'Question: {input} Answer in one word.'.");
        }
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        List<ChatMessage> messages = new ArrayList<>(state.messages());
        for (int i = messages.size() - 1; i >= 0; i--) {
            ChatMessage message = messages.get(i);
            if (message.role() == ChatMessage.Role.USER && message.isPlainText()) {
                messages.set(i, ChatMessage.user(text.replace(PLACE, message.content())));
                return state.withMessages(messages);
            }
        }
        throw new IllegalArgumentException("The sample has no plain message of the user for the template.");
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step("prompt_template", Map.of("template", text)));
    }
}
