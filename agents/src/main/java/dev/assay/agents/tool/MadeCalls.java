package dev.assay.agents.tool;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The calls that a model made in a conversation; those that the sample came with are not the model's.
///
/// @param made the calls that were answered, in their order; none that was refused because of a limit
/// @param pending the last calls of a conversation that was cut off before they were answered: whether they
///     were made is not known
public record MadeCalls(List<ToolCall> made, List<ToolCall> pending) {

    public MadeCalls {
        made = List.copyOf(made);
        pending = List.copyOf(pending);
    }

    /// The calls of a conversation.
    public static MadeCalls of(TaskState state) {
        List<ToolCall> unanswered = new ArrayList<>();
        int given = answered(state.sample().input(), new ArrayList<>()).size();
        List<ToolCall> calls = answered(state.messages(), unanswered);
        return new MadeCalls(calls.subList(Math.min(given, calls.size()), calls.size()), unanswered);
    }

    /// Answers stand in the order of the calls behind the message that makes them, so ids that a model gives
    /// twice do no harm.
    private static List<ToolCall> answered(List<ChatMessage> messages, List<ToolCall> unanswered) {
        List<ToolCall> made = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            List<ToolCall> calls = messages.get(i).toolCalls();
            for (int c = 0; c < calls.size(); c++) {
                int place = i + 1 + c;
                Optional<ToolResult> answer =
                        place < messages.size() ? messages.get(place).toolResult() : Optional.empty();
                if (answer.isEmpty()) {
                    unanswered.add(calls.get(c));
                } else if (!isRefused(answer.get())) {
                    made.add(calls.get(c));
                }
            }
        }
        return made;
    }

    private static boolean isRefused(ToolResult answer) {
        return answer.error()
                .filter(error -> error.type().equals(ToolErrorType.LIMIT.wireName()))
                .isPresent();
    }
}
