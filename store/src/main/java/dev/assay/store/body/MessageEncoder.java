package dev.assay.store.body;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import dev.assay.core.model.ToolResult.ToolError;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Writes messages, each distinct one once. A conversation that begins as the main one does is written as how
/// far they agree and what follows.
final class MessageEncoder {

    private final ByteSink sink;
    private final Map<ChatMessage, Integer> known = new HashMap<>();
    private List<ChatMessage> main = List.of();

    MessageEncoder(ByteSink sink) {
        this.sink = sink;
    }

    /// The conversation that the others are compared with from here on.
    void main(List<ChatMessage> messages) {
        messages(messages);
        main = messages;
    }

    void messages(List<ChatMessage> messages) {
        int shared = 0;
        int most = Math.min(messages.size(), main.size());
        while (shared < most && messages.get(shared).equals(main.get(shared))) {
            shared++;
        }
        sink.number(shared);
        sink.number(messages.size() - shared);
        for (ChatMessage message : messages.subList(shared, messages.size())) {
            message(message);
        }
    }

    /// 0 and the message, or 1 plus its number among the messages so far.
    void message(ChatMessage message) {
        Integer place = known.putIfAbsent(message, known.size());
        if (place != null) {
            sink.number(1 + (long) place);
            return;
        }
        sink.number(0);
        sink.octet(Codes.of(message.role()));
        sink.number(message.parts().size());
        message.parts().forEach(this::part);
        sink.number(message.toolCalls().size());
        message.toolCalls().forEach(this::call);
        message.toolResult().ifPresent(this::result);
    }

    private void part(Content part) {
        switch (part) {
            case Content.Text text -> {
                sink.octet(Codes.TEXT);
                sink.text(text.text());
            }
            case Content.Reasoning thought -> {
                sink.octet(Codes.REASONING);
                sink.text(thought.reasoning());
                sink.text(thought.signature());
                sink.flag(thought.redacted());
            }
            case Content.Image image -> {
                sink.octet(Codes.IMAGE);
                sink.text(image.source());
                sink.octet(Codes.of(image.detail()));
            }
        }
    }

    void call(ToolCall call) {
        sink.text(call.id());
        sink.text(call.function());
        sink.text(call.arguments());
    }

    private void result(ToolResult result) {
        sink.text(result.toolCallId());
        sink.text(result.function());
        sink.flag(result.error().isPresent());
        result.error().ifPresent(this::error);
    }

    void error(ToolError error) {
        sink.text(error.type());
        sink.text(error.message());
    }
}
