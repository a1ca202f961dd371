package dev.assay.store.inspect;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Puts back what a stored sample only refers to: messages that events share (`input_refs`, `call_refs`
/// into `events_data`) and long or repeated texts (`attachment://HASH` into `attachments`). What is put
/// back is shared, not copied, so the tree stays as small as the stored one. Attachments are put back where
/// Inspect does it and nowhere else: a text of a model that merely looks like a reference stays a text.
final class SampleResolver {

    private static final String PROTOCOL = "attachment://";
    private static final String OLD_PROTOCOL = "tc://";

    private final ObjectNode sample;
    private final ObjectNode attachments;
    private final References references;
    private final boolean withAttachments;

    private SampleResolver(ObjectNode sample, ReadLimits limits, boolean withAttachments) {
        this.sample = sample;
        this.attachments = InspectJson.object(sample, "attachments");
        this.references = new References(limits);
        this.withAttachments = withAttachments;
    }

    /// The sample with all put back.
    static ObjectNode all(ObjectNode sample, ReadLimits limits) {
        return new SampleResolver(sample, limits, true).resolve();
    }

    /// The sample with its messages put back, and attachments left as they are.
    static ObjectNode pools(ObjectNode sample, ReadLimits limits) {
        return new SampleResolver(sample, limits, false).resolve();
    }

    private ObjectNode resolve() {
        ObjectNode pools = InspectJson.object(sample, "events_data");
        ArrayNode messages = eachMessage(InspectJson.array(pools, "messages"));
        ArrayNode calls = InspectJson.MAPPER.createArrayNode();
        InspectJson.array(pools, "calls").forEach(call -> calls.add(texts(call)));
        ObjectNode resolved = shallow(sample);
        resolved.remove("events_data");
        if (sample.get("events") instanceof ArrayNode events) {
            ArrayNode whole = InspectJson.MAPPER.createArrayNode();
            events.forEach(
                    event -> whole.add(event instanceof ObjectNode object ? event(object, messages, calls) : event));
            resolved.set("events", whole);
        }
        if (!withAttachments) {
            return resolved;
        }
        if (sample.get("input") instanceof ArrayNode input) {
            resolved.set("input", eachMessage(input));
        }
        if (sample.get("messages") instanceof ArrayNode conversation) {
            resolved.set("messages", eachMessage(conversation));
        }
        if (sample.get("error_retries") instanceof ArrayNode retries) {
            ArrayNode whole = InspectJson.MAPPER.createArrayNode();
            retries.forEach(retry -> whole.add(retry(retry)));
            resolved.set("error_retries", whole);
        }
        resolved.set("attachments", InspectJson.MAPPER.createObjectNode());
        return resolved;
    }

    private JsonNode retry(JsonNode retry) {
        if (!(retry.get("events") instanceof ArrayNode events)) {
            return retry;
        }
        ArrayNode whole = InspectJson.MAPPER.createArrayNode();
        events.forEach(event -> whole.add(event instanceof ObjectNode object ? withTexts(object) : event));
        return shallow((ObjectNode) retry).set("events", whole);
    }

    private JsonNode event(ObjectNode stored, ArrayNode messages, ArrayNode calls) {
        ObjectNode event = withTexts(stored);
        if (!"model".equals(InspectJson.anyText(event, "event"))) {
            return event;
        }
        if (event.get("input_refs") instanceof ArrayNode ranges && !messages.isEmpty()) {
            event = shallow(event);
            event.set("input", references.expand(ranges, messages));
            event.remove("input_refs");
        }
        if (event.get("call") instanceof ObjectNode call
                && call.get("call_refs") instanceof ArrayNode ranges
                && !ranges.isEmpty()
                && !calls.isEmpty()) {
            ObjectNode whole = shallow(call);
            ObjectNode request = shallow(InspectJson.object(call, "request"));
            request.set(InspectJson.text(call, "call_key").orElse("messages"), references.expand(ranges, calls));
            whole.set("request", request);
            whole.remove("call_refs");
            whole.remove("call_key");
            event = shallow(event);
            event.set("call", whole);
        }
        return event;
    }

    /// An event with attachments put back in those of its fields that may hold them.
    private ObjectNode withTexts(ObjectNode event) {
        if (!withAttachments) {
            return event;
        }
        ObjectNode whole = shallow(event);
        switch (InspectJson.anyText(event, "event")) {
            case "sample_init" -> {
                replace(whole, "sample", this::texts);
                replace(whole, "state", this::texts);
            }
            case "model" -> {
                replace(whole, "tools", this::texts);
                replace(whole, "input", this::messages);
                replace(whole, "output", this::output);
                replace(whole, "call", this::texts);
            }
            case "state", "store" -> replace(whole, "changes", this::texts);
            case "tool", "subtask" -> {
                replace(whole, "input", this::texts);
                replace(whole, "arguments", this::texts);
                replace(whole, "result", this::texts);
                replace(whole, "view", this::texts);
                replace(whole, "events", this::nested);
            }
            case "info" -> replace(whole, "data", this::texts);
            default -> {
                return event;
            }
        }
        return whole;
    }

    private JsonNode nested(JsonNode events) {
        ArrayNode whole = InspectJson.MAPPER.createArrayNode();
        events.forEach(event -> whole.add(event instanceof ObjectNode object ? withTexts(object) : event));
        return whole;
    }

    private JsonNode output(JsonNode output) {
        if (!(output.get("choices") instanceof ArrayNode choices)) {
            return output;
        }
        ArrayNode whole = InspectJson.MAPPER.createArrayNode();
        for (JsonNode choice : choices) {
            if (choice instanceof ObjectNode object && choice.get("message") instanceof ObjectNode message) {
                whole.add(shallow(object).set("message", message(message)));
            } else {
                whole.add(choice);
            }
        }
        return shallow((ObjectNode) output).set("choices", whole);
    }

    private JsonNode messages(JsonNode messages) {
        return messages instanceof ArrayNode array ? eachMessage(array) : messages;
    }

    private ArrayNode eachMessage(ArrayNode messages) {
        ArrayNode whole = InspectJson.MAPPER.createArrayNode();
        messages.forEach(message -> whole.add(message instanceof ObjectNode object ? message(object) : message));
        return whole;
    }

    private ObjectNode message(ObjectNode message) {
        if (!withAttachments) {
            return message;
        }
        ObjectNode whole = shallow(message);
        replace(whole, "content", this::texts);
        if (!InspectJson.text(message, "content").isPresent()) {
            replace(whole, "tool_calls", this::texts);
        }
        return whole;
    }

    private interface Walk {
        JsonNode walk(JsonNode value);
    }

    private static void replace(ObjectNode parent, String name, Walk walk) {
        JsonNode value = parent.get(name);
        if (value != null && !value.isNull()) {
            parent.set(name, walk.walk(value));
        }
    }

    /// `value` with every reference within it put back.
    private JsonNode texts(JsonNode value) {
        if (!withAttachments) {
            return value;
        }
        return switch (value) {
            case StringNode text -> text(text);
            case ArrayNode array -> {
                ArrayNode whole = InspectJson.MAPPER.createArrayNode();
                array.forEach(item -> whole.add(texts(item)));
                yield whole;
            }
            case ObjectNode object -> {
                ObjectNode whole = InspectJson.MAPPER.createObjectNode();
                object.properties().forEach(entry -> whole.set(entry.getKey(), texts(entry.getValue())));
                yield whole;
            }
            default -> value;
        };
    }

    private JsonNode text(StringNode node) {
        String text = node.stringValue();
        String hash;
        if (text.startsWith(PROTOCOL)) {
            hash = text.substring(PROTOCOL.length());
        } else if (text.startsWith(OLD_PROTOCOL)) {
            hash = text.substring(OLD_PROTOCOL.length());
        } else {
            return node;
        }
        JsonNode value = attachments.get(hash);
        return value != null && value.isString() ? value : node;
    }

    /// A new object with the same members; these are shared.
    static ObjectNode shallow(ObjectNode object) {
        ObjectNode copy = InspectJson.MAPPER.createObjectNode();
        object.properties().forEach(entry -> copy.set(entry.getKey(), entry.getValue()));
        return copy;
    }
}
