package dev.assay.agents.world;

import dev.assay.agents.tool.MadeCalls;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ToolCall;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/// Judges a finished conversation: its calls are made again in a fresh world, which has neither clock nor
/// chance. So a grade needs nothing but the conversation, and can be given again at any time, from any log.
///
/// @param made the judgements of all calls that were made, in their order
/// @param pending those of the last calls of a conversation that was cut off before they were answered: whether
///     they were made is not known
/// @param end the state of the scenario's own tools after the calls that were made
/// @param pendingEnd the same as if those that are pending had been made as well
record Replay(List<Judgement> made, List<Judgement> pending, ObjectNode end, ObjectNode pendingEnd) {

    Replay {
        made = List.copyOf(made);
        pending = List.copyOf(pending);
    }

    /// Judges a conversation. Calls of other tools, and calls that were refused because of a limit, are none of
    /// the world's. Calls that the sample came with are not the model's.
    static Replay of(Scenario scenario, TaskState state) {
        List<Judgement> judgements = new ArrayList<>();
        World world = new World(scenario, judgements::add);
        Map<String, Tool> tools = world.tools().stream()
                .collect(Collectors.toMap(tool -> tool.info().name(), Function.identity()));
        MadeCalls calls = MadeCalls.of(state);
        calls.made().forEach(call -> perform(tools, call));
        int made = judgements.size();
        ObjectNode end = world.state();
        calls.pending().forEach(call -> perform(tools, call));
        return new Replay(judgements.subList(0, made), judgements.subList(made, judgements.size()), end, world.state());
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
}
