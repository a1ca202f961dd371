package dev.assay.store.inspect;

import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// The messages that the calls of one sample share, and the attachments of its events: each is written
/// once. Not safe for many threads.
final class Pools {

    /// Longer texts of events become attachments, by Inspect's rule.
    private static final int LONGEST_TEXT = 100;

    private final String sampleId;
    private final String model;
    private final boolean shared;
    private final Map<ChatMessage, String> ids = new HashMap<>();
    private final Map<ChatMessage, Integer> places = new HashMap<>();
    private final ArrayNode messages = InspectJson.MAPPER.createArrayNode();
    private final ObjectNode attachments = InspectJson.MAPPER.createObjectNode();
    private List<ChatMessage> previous = List.of();
    private final List<Integer> previousPlaces = new ArrayList<>();

    /// @param shared whether several calls share messages; with one call they are written within it, which
    ///     is shorter
    Pools(String sampleId, String model, boolean shared) {
        this.sampleId = sampleId;
        this.model = model;
        this.shared = shared;
    }

    /// Sets what a call was asked: its messages, or where they stand.
    void putInput(ObjectNode call, List<ChatMessage> conversation) {
        ArrayNode input = call.putArray("input");
        if (shared) {
            call.set("input_refs", references(conversation));
        } else {
            conversation.forEach(message -> input.add(json(message)));
        }
    }

    /// The ranges of places where these messages stand. Calls mostly repeat the conversation so far, so the
    /// part that is equal to the last call's needs no hashing.
    private ArrayNode references(List<ChatMessage> conversation) {
        int same = 0;
        while (same < conversation.size()
                && same < previous.size()
                && conversation.get(same).equals(previous.get(same))) {
            same++;
        }
        previousPlaces.subList(same, previousPlaces.size()).clear();
        for (ChatMessage message : conversation.subList(same, conversation.size())) {
            previousPlaces.add(place(message));
        }
        previous = conversation;
        return ranges(previousPlaces);
    }

    /// The id of a message: the same for equal messages of one sample.
    String id(ChatMessage message) {
        return ids.computeIfAbsent(message, unseen -> sampleId + ".m" + ids.size());
    }

    /// A text of an event: itself, or a reference where it is long.
    String eventText(String text) {
        return text.codePointCount(0, text.length()) > LONGEST_TEXT ? attach(text) : messageText(text);
    }

    /// A text of a message outside events: itself, but for data that is written out, such as images.
    String messageText(String text) {
        return text.startsWith("data:image/") ? attach(text) : text;
    }

    /// JSON of an event, with references for its long texts.
    JsonNode eventJson(JsonNode json) {
        return switch (json) {
            case StringNode text -> InspectJson.MAPPER.stringNode(eventText(text.stringValue()));
            case ArrayNode array -> {
                ArrayNode shared = InspectJson.MAPPER.createArrayNode();
                array.forEach(item -> shared.add(eventJson(item)));
                yield shared;
            }
            case ObjectNode object -> {
                ObjectNode shared = InspectJson.MAPPER.createObjectNode();
                object.properties().forEach(entry -> shared.set(entry.getKey(), eventJson(entry.getValue())));
                yield shared;
            }
            default -> json;
        };
    }

    private String attach(String text) {
        String hash = Murmur3.hex(text);
        attachments.put(hash, text);
        return "attachment://" + hash;
    }

    ObjectNode attachments() {
        return attachments;
    }

    ArrayNode messages() {
        return messages;
    }

    private int place(ChatMessage message) {
        Integer known = places.get(message);
        if (known != null) {
            return known;
        }
        int place = messages.size();
        places.put(message, place);
        messages.add(json(message));
        return place;
    }

    private ObjectNode json(ChatMessage message) {
        ObjectNode json = MessageWriter.message(message, id(message), source(message), this::eventText);
        if (message.role() == ChatMessage.Role.ASSISTANT) {
            json.put("model", model);
        }
        return json;
    }

    /// Who put a message there, by Inspect's words, as far as its role tells.
    static String source(ChatMessage message) {
        return switch (message.role()) {
            case USER -> "input";
            case ASSISTANT -> "generate";
            case SYSTEM, TOOL -> "";
        };
    }

    private static ArrayNode ranges(List<Integer> places) {
        ArrayNode ranges = InspectJson.MAPPER.createArrayNode();
        int index = 0;
        while (index < places.size()) {
            int start = places.get(index);
            int length = 1;
            while (index + length < places.size() && places.get(index + length) == start + length) {
                length++;
            }
            ranges.addArray().add(start).add(start + length);
            index += length;
        }
        return ranges;
    }
}
