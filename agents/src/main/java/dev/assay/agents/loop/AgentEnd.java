package dev.assay.agents.loop;

import dev.assay.core.task.SampleEvent;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Why an agent stopped.
public enum AgentEnd {
    /// It called the submit tool, and that was its last attempt or a right one.
    SUBMITTED,
    /// It answered without calling a tool, where there is no submit tool.
    STOPPED,
    /// It had as many turns as it may.
    TURN_LIMIT,
    /// The conversation has as many messages as it may.
    MESSAGE_LIMIT,
    /// It used as many tokens as it may.
    TOKEN_LIMIT,
    /// It called as many tools as it may.
    TOOL_CALL_LIMIT,
    /// It took as long as it may.
    TIME_LIMIT,
    /// The conversation is longer than the model's context.
    CONTEXT_LENGTH;

    /// The `source` of the event in which the end is recorded.
    public static final String SOURCE = "assay/agent";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// The word in logs, such as `turn_limit`.
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// How the last agent among `events` ended; empty if none did.
    public static Optional<AgentEnd> of(List<SampleEvent> events) {
        Optional<AgentEnd> last = Optional.empty();
        for (SampleEvent event : events) {
            if (event instanceof SampleEvent.InfoEvent info && info.source().equals(SOURCE)) {
                last = ofData(info.data());
            }
        }
        return last;
    }

    private static Optional<AgentEnd> ofData(String data) {
        try {
            String word = JSON.readTree(data).path("end").asString("");
            for (AgentEnd end : values()) {
                if (end.wireName().equals(word)) {
                    return Optional.of(end);
                }
            }
            return Optional.empty();
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }
}
