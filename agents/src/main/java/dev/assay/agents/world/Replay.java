package dev.assay.agents.world;

import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges a finished conversation: its calls are made again in a fresh world, which has neither clock nor
/// chance. So a grade needs nothing but the conversation, and can be given again at any time, from any log.
///
/// @param made the judgements of all calls that were made, in their order
/// @param pending those of the last calls of a conversation that was cut off before they were answered: whether
///     they were made is not known
record Replay(List<Judgement> made, List<Judgement> pending) {

    Replay {
        made = List.copyOf(made);
        pending = List.copyOf(pending);
    }

    /// Judges a conversation. Calls of other tools, and calls that were refused because of a limit, are none of
    /// the world's. Calls that the sample came with are not the model's.
    static Replay of(Scenario scenario, TaskState state) {
        List<Judgement> judgements = new ArrayList<>();
        Map<String, Tool> tools = new World(scenario, judgements::add)
                .tools().stream().collect(Collectors.toMap(tool -> tool.info().name(), Function.identity()));
        List<ToolCall> unanswered = new ArrayList<>();
        int given = answered(state.sample().input(), new ArrayList<>()).size();
        List<ToolCall> calls = answered(state.messages(), unanswered);
        calls.subList(Math.min(given, calls.size()), calls.size()).forEach(call -> perform(tools, call));
        int made = judgements.size();
        unanswered.forEach(call -> perform(tools, call));
        return new Replay(judgements.subList(0, made), judgements.subList(made, judgements.size()));
    }

    /// All of them, as if those that are pending had been made.
    List<Judgement> all() {
        return Stream.concat(made.stream(), pending.stream()).toList();
    }

    private static void perform(Map<String, Tool> tools, ToolCall call) {
        Tool tool = tools.get(call.function());
        try {
            if (tool != null) {
                tool.call(call);
            }
        } catch (ToolException told) {
            // The model was told the same; the judgement, if there was one, is noted.
        } catch (Exception failure) {
            throw new IllegalStateException("The simulated tool '" + call.function() + "' failed.", failure);
        }
    }

    /// The calls that were answered, without those that were refused because of a limit. Answers stand in the
    /// order of the calls behind the message that makes them, so ids that a model gives twice do no harm.
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
