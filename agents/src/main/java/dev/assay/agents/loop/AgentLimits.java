package dev.assay.agents.loop;

import java.time.Duration;
import java.util.Objects;

/// When an agent is stopped before it is done. It is then scored as far as it came. By default 50 turns, 200
/// tool calls, 10 min, and no limit of messages or tokens beyond what the run sets.
///
/// @param turns most answers of the model, at least 1
/// @param messages most messages of the conversation; the model is not asked once there are so many; at
///     least 1
/// @param tokens most tokens of all prompts and answers; the answer that goes beyond is kept, its calls are
///     not made; at least 1
/// @param toolCalls most calls of tools; those beyond are refused with a `limit` error; at least 0. The call
///     of the submit tool is none
/// @param time most wall time; looked at before each answer, and a call of a tool is interrupted by it; more
///     than 0
public record AgentLimits(int turns, int messages, long tokens, int toolCalls, Duration time) {

    /// 50 turns, 200 tool calls, 10 min.
    public static final AgentLimits DEFAULT =
            new AgentLimits(50, Integer.MAX_VALUE, Long.MAX_VALUE, 200, Duration.ofMinutes(10));

    public AgentLimits {
        Objects.requireNonNull(time, "time");
        require("turns", turns, 1);
        require("messages", messages, 1);
        require("tokens", tokens, 1);
        require("toolCalls", toolCalls, 0);
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException("time must be more than 0, but is " + time);
        }
    }

    private static void require(String name, long value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }

    public AgentLimits withTurns(int value) {
        return new AgentLimits(value, messages, tokens, toolCalls, time);
    }

    public AgentLimits withMessages(int value) {
        return new AgentLimits(turns, value, tokens, toolCalls, time);
    }

    public AgentLimits withTokens(long value) {
        return new AgentLimits(turns, messages, value, toolCalls, time);
    }

    public AgentLimits withToolCalls(int value) {
        return new AgentLimits(turns, messages, tokens, value, time);
    }

    public AgentLimits withTime(Duration value) {
        return new AgentLimits(turns, messages, tokens, toolCalls, value);
    }
}
