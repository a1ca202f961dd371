package dev.assay.store.body;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ChatMessage.Role;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import dev.assay.core.model.ToolResult.ToolError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what a {@link MessageEncoder} wrote.
final class MessageDecoder {

    private final ByteSource source;
    private final List<ChatMessage> known = new ArrayList<>();
    private List<ChatMessage> main = List.of();

    MessageDecoder(ByteSource source) {
        this.source = source;
    }

    List<ChatMessage> main() {
        main = messages();
        return main;
    }

    List<ChatMessage> messages() {
        int shared = source.integer();
        if (shared < 0 || shared > main.size()) {
            throw new IllegalStateException("a conversation shares " + shared + " of " + main.size() + " messages");
        }
        source.spend(shared);
        List<ChatMessage> messages = new ArrayList<>(main.subList(0, shared));
        messages.addAll(source.list(this::message));
        return messages;
    }

    ChatMessage message() {
        int place = source.integer();
        if (place != 0) {
            if (place < 0 || place > known.size()) {
                throw new IllegalStateException("the message " + place + " is unknown");
            }
            return known.get(place - 1);
        }
        Role role = Codes.role(source.octet());
        List<Content> parts = source.list(this::part);
        List<ToolCall> calls = source.list(this::call);
        Optional<ToolResult> result = role == Role.TOOL ? Optional.of(result()) : Optional.empty();
        ChatMessage message = new ChatMessage(role, parts, calls, result);
        known.add(message);
        return message;
    }

    private Content part() {
        int code = source.octet();
        return switch (code) {
            case Codes.TEXT -> new Content.Text(source.text());
            case Codes.REASONING -> new Content.Reasoning(source.text(), source.optionalText(), source.flag());
            case Codes.IMAGE -> new Content.Image(source.text(), Codes.detail(source.octet()));
            default -> throw Codes.unknown("part", code);
        };
    }

    ToolCall call() {
        return new ToolCall(source.text(), source.text(), source.text());
    }

    private ToolResult result() {
        return new ToolResult(source.text(), source.text(), source.flag() ? Optional.of(error()) : Optional.empty());
    }

    ToolError error() {
        return new ToolError(source.text(), source.text());
    }
}
