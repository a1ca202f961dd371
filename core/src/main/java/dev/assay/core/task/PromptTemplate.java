package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts text around the last message of the user; images in it stay.
record PromptTemplate(String name, String template) implements Solver {

    PromptTemplate {
        Templates.require(template, "prompt");
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        return rewrite(state, prompt -> {
            Map<String, String> values = new HashMap<>(state.sample().metadata());
            values.put("prompt", prompt);
            return Templates.fill(template, values);
        });
    }

    @Override
    public List<Step> steps() {
        return List.of(new Step(name, Map.of("template", template)));
    }

    /// The state with the text of the user's last message replaced.
    ///
    /// @throws IllegalArgumentException if the user has said nothing
    static TaskState rewrite(TaskState state, java.util.function.UnaryOperator<String> change) {
        List<ChatMessage> messages = new ArrayList<>(state.messages());
        for (int i = messages.size() - 1; i >= 0; i--) {
            ChatMessage message = messages.get(i);
            if (message.role() == ChatMessage.Role.USER) {
                List<Content> parts = new ArrayList<>();
                parts.add(new Content.Text(change.apply(message.content())));
                message.parts().stream()
                        .filter(part -> !(part instanceof Content.Text))
                        .forEach(parts::add);
                messages.set(i, ChatMessage.user(parts));
                return state.withMessages(messages);
            }
        }
        throw new IllegalArgumentException(
                "Sample '" + state.sample().id() + "' has no message of the user to put a text around.");
    }
}
