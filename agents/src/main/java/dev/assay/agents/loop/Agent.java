package dev.assay.agents.loop;

import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolLimits;
import dev.assay.agents.tool.ToolRunner;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.Generate;
import dev.assay.core.task.Solver;
import dev.assay.core.task.TaskState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// A solver that lets the model act: it is asked, the tools that it calls are run, it is told what they
/// returned, and so on until it submits, stops calling tools, or meets a limit. Every call of a tool is a
/// {@link dev.assay.core.task.SampleEvent.ToolEvent}; the end is an event with source {@link
/// AgentEnd#SOURCE}.
///
/// What a tool reports as failed goes back to the model; what goes wrong otherwise, in the model, a tool or a
/// sandbox, ends the sample as errored.
public final class Agent implements Solver {

    private final String name;
    private final Toolbox toolbox;
    private final Optional<String> system;
    private final Rules rules;

    Agent(AgentBuilder builder) {
        this.name = builder.name;
        this.toolbox = builder.toolbox;
        this.system = builder.system;
        this.rules = new Rules(
                builder.submit.map(SubmitTool::new),
                builder.nudge,
                builder.attempts,
                builder.config,
                builder.limits,
                builder.toolLimits,
                builder.parallel);
    }

    /// Starts an agent with the tools of `toolbox`.
    public static AgentBuilder with(Toolbox toolbox) {
        return new AgentBuilder(toolbox);
    }

    /// Starts an agent with the same tools for every sample.
    public static AgentBuilder with(Tool... tools) {
        return new AgentBuilder(Toolbox.of(tools));
    }

    @Override
    public TaskState solve(TaskState state, Generate model) {
        TaskState start = system.map(text -> inFront(state, text)).orElse(state);
        try (OpenTools tools = toolbox.open(state.sample(), model::record)) {
            ToolRunner runner = new ToolRunner(tools.tools(), rules.toolLimits(), rules.parallel());
            return new AgentRun(rules, runner, model, start).run();
        }
    }

    private static TaskState inFront(TaskState state, String text) {
        List<ChatMessage> messages = new ArrayList<>();
        messages.add(ChatMessage.system(text));
        messages.addAll(state.messages());
        return state.withMessages(messages);
    }

    /// To call tools, and to take a system message where the agent has one of its own.
    @Override
    public Set<Capability> needs() {
        return system.isPresent() ? Set.of(Capability.TOOLS, Capability.SYSTEM_MESSAGES) : Set.of(Capability.TOOLS);
    }

    @Override
    public List<Step> steps() {
        Map<String, String> params = new LinkedHashMap<>();
        system.ifPresent(text -> params.put("system", text));
        rules.submit().ifPresent(tool -> params.put("submit", tool.info().name()));
        rules.attempts().ifPresent(attempts -> params.put("attempts", Integer.toString(attempts.most())));
        AgentLimits limits = rules.limits();
        params.put("turns", Integer.toString(limits.turns()));
        params.put("tool_calls", Integer.toString(limits.toolCalls()));
        params.put("time", limits.time().toString());
        if (limits.messages() < Integer.MAX_VALUE) {
            params.put("messages", Integer.toString(limits.messages()));
        }
        if (limits.tokens() < Long.MAX_VALUE) {
            params.put("tokens", Long.toString(limits.tokens()));
        }
        params.put("tool_timeout", rules.toolLimits().timeout().toString());
        params.put("tool_output_bytes", Integer.toString(rules.toolLimits().outputBytes()));
        if (!rules.parallel()) {
            params.put("parallel_tools", "false");
        }
        return List.of(new Step(name, params));
    }

    /// What holds for every sample.
    record Rules(
            Optional<SubmitTool> submit,
            String nudge,
            Optional<Attempts> attempts,
            Optional<GenerateConfig> config,
            AgentLimits limits,
            ToolLimits toolLimits,
            boolean parallel) {
        Rules {
            Objects.requireNonNull(nudge, "nudge");
            Objects.requireNonNull(limits, "limits");
            Objects.requireNonNull(toolLimits, "toolLimits");
        }
    }
}
