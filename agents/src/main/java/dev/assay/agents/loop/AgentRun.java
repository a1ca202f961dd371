package dev.assay.agents.loop;

import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.agents.tool.ToolRunner;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.Generate;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// An agent at one sample. Used by one thread.
final class AgentRun {

    private final Agent.Rules rules;
    private final ToolRunner runner;
    private final Generate model;
    private final List<ToolInfo> infos;
    private final GenerateConfig config;
    private final long start = System.nanoTime();
    private TaskState state;
    private int turns;
    private int toolCalls;
    private int submissions;

    AgentRun(Agent.Rules rules, ToolRunner runner, Generate model, TaskState begin) {
        this.rules = rules;
        this.runner = runner;
        this.model = model;
        this.state = begin;
        this.config = rules.config().orElseGet(model::config);
        List<ToolInfo> all = new ArrayList<>(runner.infos());
        rules.submit().ifPresent(submit -> all.add(submit.info()));
        rules.submit().ifPresent(submit -> requireFree(submit.info().name()));
        this.infos = List.copyOf(all);
    }

    private void requireFree(String name) {
        if (runner.infos().stream().anyMatch(info -> info.name().equals(name))) {
            throw new IllegalArgumentException(
                    "A tool is called '" + name + "', as is the tool to submit with: give submit another name.");
        }
    }

    TaskState run() {
        Optional<AgentEnd> end = Optional.empty();
        while (end.isEmpty()) {
            end = limit();
            if (end.isEmpty()) {
                end = turn();
            }
        }
        record(end.get());
        return state;
    }

    private Optional<AgentEnd> limit() {
        AgentLimits limits = rules.limits();
        if (turns >= limits.turns()) {
            return Optional.of(AgentEnd.TURN_LIMIT);
        }
        if (state.messages().size() >= limits.messages()) {
            return Optional.of(AgentEnd.MESSAGE_LIMIT);
        }
        if (state.usage().totalTokens() >= limits.tokens()) {
            return Optional.of(AgentEnd.TOKEN_LIMIT);
        }
        return remaining().isPositive() ? Optional.empty() : Optional.of(AgentEnd.TIME_LIMIT);
    }

    private Duration remaining() {
        return rules.limits().time().minusNanos(System.nanoTime() - start);
    }

    /// One answer and what follows from it.
    private Optional<AgentEnd> turn() {
        try {
            state = model.generate(state, config, infos, ToolChoice.AUTO);
        } catch (ModelException failure) {
            if (failure.kind() == ModelException.Kind.CONTEXT_LENGTH && turns > 0) {
                return Optional.of(AgentEnd.CONTEXT_LENGTH);
            }
            throw failure;
        }
        turns++;
        ModelOutput output = state.output().orElseThrow();
        List<ToolCall> calls = output.message().toolCalls();
        if (calls.isEmpty()) {
            return withoutCalls(output);
        }
        Optional<AgentEnd> end = Optional.empty();
        if (state.usage().totalTokens() >= rules.limits().tokens()) {
            end = Optional.of(AgentEnd.TOKEN_LIMIT);
        } else if (!remaining().isPositive()) {
            end = Optional.of(AgentEnd.TIME_LIMIT);
        }
        if (end.isPresent()) {
            refuse(calls, "The limit of the sample was reached before the call.");
            return end;
        }
        return withCalls(calls);
    }

    private Optional<AgentEnd> withoutCalls(ModelOutput output) {
        if (output.stopReason() == StopReason.MODEL_LENGTH) {
            return Optional.of(AgentEnd.CONTEXT_LENGTH);
        }
        if (rules.submit().isEmpty()) {
            return Optional.of(AgentEnd.STOPPED);
        }
        state = state.plus(ChatMessage.user(rules.nudge()));
        return Optional.empty();
    }

    /// Runs the calls up to the first submission, and refuses those behind it.
    private Optional<AgentEnd> withCalls(List<ToolCall> calls) {
        int submission = 0;
        while (submission < calls.size() && !isSubmission(calls.get(submission))) {
            submission++;
        }
        int allowed = Math.min(submission, rules.limits().toolCalls() - toolCalls);
        runner.run(calls.subList(0, allowed), remaining(), model::record).forEach(this::append);
        toolCalls += allowed;
        if (allowed < submission) {
            refuse(calls.subList(allowed, calls.size()), "The limit of tool calls was reached.");
            return Optional.of(AgentEnd.TOOL_CALL_LIMIT);
        }
        Optional<AgentEnd> end = Optional.empty();
        if (submission < calls.size()) {
            end = submit(calls.get(submission));
            refuse(calls.subList(submission + 1, calls.size()), "Nothing may follow a submission.");
        }
        return end;
    }

    private boolean isSubmission(ToolCall call) {
        return rules.submit()
                .map(tool -> tool.info().name().equals(call.function()))
                .orElse(false);
    }

    private Optional<AgentEnd> submit(ToolCall call) {
        String answer;
        try {
            answer = rules.submit().orElseThrow().answer(call);
        } catch (ToolException unreadable) {
            append(ToolRunner.refuse(call, unreadable, model::record));
            return Optional.empty();
        }
        submissions++;
        ModelOutput asked = state.output().orElseThrow();
        TaskState submitted = new TaskState(
                state.sample(),
                state.messages(),
                Optional.of(new ModelOutput(
                        asked.model(),
                        ChatMessage.assistant(answer),
                        asked.stopReason(),
                        asked.usage(),
                        asked.time(),
                        List.of(),
                        asked.systemFingerprint())),
                state.usage());
        boolean isRight = true;
        if (rules.attempts().isPresent() && submissions < rules.attempts().get().most()) {
            Score score = rules.attempts()
                    .get()
                    .scorer()
                    .score(submitted, state.sample().target());
            isRight = score.isScored() && score.value() >= 1;
            ObjectNode data = JsonNodeFactory.instance.objectNode().put("attempt", submissions);
            data.put("answer", answer).put("right", isRight);
            model.record(new SampleEvent.InfoEvent(Instant.now(), "assay/attempt", data.toString()));
        }
        state = submitted;
        String reply = isRight ? answer : rules.attempts().orElseThrow().feedback();
        append(ChatMessage.tool(reply, new ToolResult(call.id(), call.function(), Optional.empty())));
        model.record(new SampleEvent.ToolEvent(Instant.now(), call, reply, Optional.empty(), Duration.ZERO, false));
        return isRight ? Optional.of(AgentEnd.SUBMITTED) : Optional.empty();
    }

    private void refuse(List<ToolCall> calls, String reason) {
        for (ToolCall call : calls) {
            append(ToolRunner.refuse(call, new ToolException(ToolErrorType.LIMIT, reason), model::record));
        }
    }

    private void append(ChatMessage message) {
        state = state.plus(message);
    }

    private void record(AgentEnd end) {
        ObjectNode data = JsonNodeFactory.instance.objectNode().put("end", end.wireName());
        data.put("turns", turns).put("tool_calls", toolCalls).put("submissions", submissions);
        data.put("messages", state.messages().size())
                .put("tokens", state.usage().totalTokens());
        model.record(new SampleEvent.InfoEvent(Instant.now(), AgentEnd.SOURCE, data.toString()));
    }
}
