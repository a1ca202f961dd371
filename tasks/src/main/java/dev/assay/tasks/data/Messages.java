package dev.assay.tasks.data;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// A conversation as chat APIs write it.
final class Messages {

    private Messages() {}

    /// Reads `[{"role": "user", "content": "..."}]`; a content may be a list of `{"type": "text",
    /// "text": ...}` and `{"type": "image_url", "image_url": {"url": ...}}` or Inspect's `{"type":
    /// "image", "image": ...}`.
    ///
    /// @throws IllegalArgumentException naming the message that cannot be read
    static List<ChatMessage> read(JsonNode list, FieldExpression from) {
        List<ChatMessage> messages = new ArrayList<>(list.size());
        for (JsonNode item : list) {
            String which = "message " + (messages.size() + 1) + " of " + from.words();
            if (!item.isObject()) {
                throw new IllegalArgumentException(
                        which + " is " + Values.kind(item) + ", but an object with role and content is needed");
            }
            String role = item.path("role").isString() ? item.path("role").stringValue() : "";
            ChatMessage.Role speaker = switch (role) {
                case "system" -> ChatMessage.Role.SYSTEM;
                case "user" -> ChatMessage.Role.USER;
                case "assistant" -> ChatMessage.Role.ASSISTANT;
                default ->
                    throw new IllegalArgumentException(which + " has the role '" + DatasetException.shown(role)
                            + "', but system, user or assistant is needed");
            };
            messages.add(new ChatMessage(speaker, parts(item.path("content"), which), List.of(), Optional.empty()));
        }
        if (messages.isEmpty()) {
            throw new IllegalArgumentException(from.words() + " is an empty list: it needs at least one message");
        }
        return messages;
    }

    private static List<Content> parts(JsonNode content, String which) {
        if (content.isString()) {
            return List.of(new Content.Text(content.stringValue()));
        }
        if (!content.isArray() || content.isEmpty()) {
            throw new IllegalArgumentException(which + " needs 'content', a text or a list of parts");
        }
        List<Content> parts = new ArrayList<>(content.size());
        for (JsonNode part : content) {
            String type = part.path("type").asString("");
            JsonNode value = switch (type) {
                case "text" -> part.path("text");
                case "image" -> part.path("image");
                case "image_url" -> part.path("image_url").path("url");
                default ->
                    throw new IllegalArgumentException(which + " has a part of type '" + DatasetException.shown(type)
                            + "', but text or image is needed");
            };
            if (!value.isString()) {
                throw new IllegalArgumentException(which + " has a part of type " + type + " without its value");
            }
            String text = value.stringValue();
            parts.add(type.equals("text") ? new Content.Text(text) : Content.Image.of(text));
        }
        return parts;
    }
}
