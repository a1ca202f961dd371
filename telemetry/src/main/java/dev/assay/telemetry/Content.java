package dev.assay.telemetry;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content.Image;
import dev.assay.core.model.Content.Reasoning;
import dev.assay.core.model.Content.Text;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolCall;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What was said, in the JSON that the conventions give for messages (`gen-ai-input-messages.json`,
/// `gen-ai-output-messages.json`). Long texts are cut, so that the queue of spans stays small: one text
/// to 8,192 characters, all of a conversation to 65,536; what is left out is marked by `…`. Images are
/// told by their type only.
final class Content {

    static final int LONGEST_TEXT = 8_192;
    static final int LONGEST_CONVERSATION = 65_536;

    private static final JsonMapper JSON = JsonMapper.shared();

    private int left = LONGEST_CONVERSATION;

    private Content() {}

    static String systemInstructions(List<ChatMessage> messages) {
        Content content = new Content();
        ArrayNode parts = JSON.createArrayNode();
        messages.stream()
                .filter(message -> message.role() == ChatMessage.Role.SYSTEM)
                .forEach(message -> content.parts(message, parts));
        return parts.isEmpty() ? "" : parts.toString();
    }

    static String input(List<ChatMessage> messages) {
        Content content = new Content();
        ArrayNode said = JSON.createArrayNode();
        messages.stream()
                .filter(message -> message.role() != ChatMessage.Role.SYSTEM)
                .forEach(message -> content.message(message, said.addObject()));
        return said.toString();
    }

    static String output(ModelOutput output) {
        ArrayNode said = JSON.createArrayNode();
        ObjectNode answer = said.addObject();
        new Content().message(output.message(), answer);
        answer.put("finish_reason", finishReason(output.stopReason()));
        return said.toString();
    }

    static String text(String text) {
        return new Content().cut(text);
    }

    /// The conventions' word for why an answer ended.
    static String finishReason(StopReason reason) {
        return switch (reason) {
            case STOP -> "stop";
            case MAX_TOKENS, MODEL_LENGTH -> "length";
            case TOOL_CALLS -> "tool_call";
            case CONTENT_FILTER -> "content_filter";
            case UNKNOWN -> "unknown";
        };
    }

    private void message(ChatMessage message, ObjectNode to) {
        to.put("role", message.role().wireName());
        parts(message, to.putArray("parts"));
    }

    private void parts(ChatMessage message, ArrayNode to) {
        if (message.toolResult().isPresent()) {
            to.addObject()
                    .put("type", "tool_call_response")
                    .put("id", cut(message.toolResult().get().toolCallId()))
                    .put("response", cut(message.content()));
            return;
        }
        for (dev.assay.core.model.Content part : message.parts()) {
            switch (part) {
                case Text text -> to.addObject().put("type", "text").put("content", cut(text.text()));
                case Reasoning thought ->
                    to.addObject().put("type", "reasoning").put("content", cut(thought.reasoning()));
                case Image _ -> to.addObject().put("type", "image");
            }
        }
        for (ToolCall call : message.toolCalls()) {
            to.addObject()
                    .put("type", "tool_call")
                    .put("id", cut(call.id()))
                    .put("name", cut(call.function()))
                    .put("arguments", cut(call.arguments()));
        }
    }

    private String cut(String text) {
        int end = end(text, Math.min(LONGEST_TEXT, left));
        left -= end;
        return end == text.length() ? text : text.substring(0, end) + "…";
    }

    /// The first `most` characters, or one less where that would halve one.
    static String cut(String text, int most) {
        return text.substring(0, end(text, most));
    }

    private static int end(String text, int most) {
        int end = Math.min(text.length(), most);
        return end > 0 && end < text.length() && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
    }
}
