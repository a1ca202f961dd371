package dev.assay.agents.world;

import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ToolCall;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Judges a finished conversation: its calls are made again in a fresh world, which has neither clock nor
/// chance. So a grade needs nothing but the conversation, and can be given again at any time, from any log.
final class Replay {

    private Replay() {}

    /// The judgements of all calls that were made, in their order. Calls of other tools, and calls that were
    /// refused because of a limit, are none of the world's. Calls that the sample came with are not the
    /// model's.
    static List<Judgement> of(Scenario scenario, TaskState state) {
        List<Judgement> judgements = new ArrayList<>();
        Map<String, Tool> tools = new World(scenario, judgements::add)
                .tools().stream().collect(Collectors.toMap(tool -> tool.info().name(), Function.identity()));
        int given = made(state.sample().input()).size();
        List<ToolCall> calls = made(state.messages());
        for (ToolCall call : calls.subList(Math.min(given, calls.size()), calls.size())) {
            Tool tool = tools.get(call.function());
            if (tool != null) {
                perform(tool, call);
            }
        }
        return List.copyOf(judgements);
    }

    private static void perform(Tool tool, ToolCall call) {
        try {
            tool.call(call);
        } catch (ToolException told) {
            // The model was told the same; the judgement, if there was one, is noted.
        } catch (Exception failure) {
            throw new IllegalStateException("The simulated tool '" + tool.info().name() + "' failed.", failure);
        }
    }

    /// The calls of all messages, without those that were refused because of a limit. Answers stand in the
    /// order of the calls behind the message that makes them, so ids that a model gives twice do no harm.
    private static List<ToolCall> made(List<ChatMessage> messages) {
        List<ToolCall> made = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            List<ToolCall> calls = messages.get(i).toolCalls();
            for (int c = 0; c < calls.size(); c++) {
                int answer = i + 1 + c;
                boolean refused = answer < messages.size()
                        && messages.get(answer)
                                .toolResult()
                                .flatMap(result -> result.error())
                                .filter(error -> error.type().equals(ToolErrorType.LIMIT.wireName()))
                                .isPresent();
                if (!refused) {
                    made.add(calls.get(c));
                }
            }
        }
        return made;
    }
}
