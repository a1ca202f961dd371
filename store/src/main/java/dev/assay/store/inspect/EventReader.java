package dev.assay.store.inspect;

import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.SampleEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Events of a log in Assay's words: calls of models and of tools, and notes. Spans, states and the like
/// only say where those stand and have no words; events of other kinds are noted in `left`.
final class EventReader {

    private static final Set<String> STRUCTURE =
            Set.of("span_begin", "span_end", "step", "sample_init", "state", "score", "error", "sample_limit");

    private final MessageReader messages;
    private final Set<String> left;

    EventReader(MessageReader messages, Set<String> left) {
        this.messages = messages;
        this.left = left;
    }

    Optional<SampleEvent> event(JsonNode event) {
        String kind = InspectJson.anyText(event, "event");
        return switch (kind) {
            case "model" -> model(event);
            case "tool" -> Optional.of(tool(event));
            case "info" ->
                Optional.of(new SampleEvent.InfoEvent(time(event), InspectJson.anyText(event, "source"), data(event)));
            default -> {
                if (!STRUCTURE.contains(kind)) {
                    left.add("event " + kind);
                }
                yield Optional.empty();
            }
        };
    }

    private Optional<SampleEvent> model(JsonNode event) {
        if (InspectJson.array(event, "input").isEmpty()) {
            left.add("event model without input");
            return Optional.empty();
        }
        List<ToolInfo> tools = new ArrayList<>();
        for (JsonNode tool : InspectJson.array(event, "tools")) {
            tool(tool, tools);
        }
        ModelRequest request = new ModelRequest(
                messages.messages(InspectJson.array(event, "input")),
                tools,
                choice(event.get("tool_choice")),
                ConfigJson.read(InspectJson.object(event, "config")));
        return Optional.of(new SampleEvent.ModelEvent(
                time(event),
                InspectJson.anyText(event, "model"),
                InspectJson.anyText(event, "role"),
                request,
                messages.output(event.get("output")),
                InspectJson.text(event, "error"),
                duration(event),
                (int) Math.clamp(InspectJson.count(event, "retries"), 0, Integer.MAX_VALUE),
                InspectJson.text(event, "cache").filter("read"::equals).isPresent()));
    }

    private void tool(JsonNode tool, List<ToolInfo> tools) {
        String parameters = InspectJson.text(InspectJson.object(tool, "options"), ToolJson.PARAMETERS)
                .orElseGet(() -> InspectJson.anyText(tool, "parameters"));
        try {
            tools.add(new ToolInfo(
                    InspectJson.anyText(tool, "name"), InspectJson.anyText(tool, "description"), parameters));
        } catch (IllegalArgumentException oddName) {
            left.add("tool of an odd name");
        }
    }

    private static ToolChoice choice(JsonNode choice) {
        if (choice != null && choice.isObject()) {
            return new ToolChoice.Named(InspectJson.anyText(choice, "name"));
        }
        return switch (choice == null ? "auto" : InspectJson.anyText(choice)) {
            case "any" -> ToolChoice.ANY;
            case "none" -> ToolChoice.NONE;
            default -> ToolChoice.AUTO;
        };
    }

    private static SampleEvent tool(JsonNode event) {
        return new SampleEvent.ToolEvent(
                time(event),
                MessageReader.toolCall(event),
                InspectJson.anyText(event, "result"),
                MessageReader.toolError(event.get("error")),
                duration(event),
                event.has("truncated") && !event.get("truncated").isNull()
                        || InspectJson.flag(InspectJson.object(event, "metadata"), "truncated"));
    }

    private static String data(JsonNode event) {
        JsonNode data = event.get("data");
        return data == null ? "null" : data.toString();
    }

    private static Instant time(JsonNode event) {
        return Times.read(InspectJson.anyText(event, "timestamp"), "events.timestamp");
    }

    /// From the event's start to its end; older logs say only how long it worked.
    private static Duration duration(JsonNode event) {
        Optional<String> completed = InspectJson.text(event, "completed");
        if (completed.isPresent()) {
            Duration time = Duration.between(time(event), Times.read(completed.get(), "events.completed"));
            return time.isNegative() ? Duration.ZERO : time;
        }
        return MessageReader.seconds(InspectJson.number(event, "working_time").orElse(0));
    }
}
