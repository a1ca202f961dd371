package dev.assay.models.anthropic;

import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import tools.jackson.core.JsonParser;

/// Reads a message of Anthropic's API as it comes (API reference, "Streaming Messages"). Unknown events are
/// passed over, as the reference asks. For one thread.
final class MessagesStream {

    private final AnswerBuilder answer;

    MessagesStream(AnswerBuilder answer) {
        this.answer = answer;
    }

    private static final class Event {
        private String type = "";
        private int index;
        private MessagesAnswer.Block block = new MessagesAnswer.Block();
        private final Delta delta = new Delta();
    }

    private static final class Delta {
        private String type = "";
        private String text = "";
        private String thinking = "";
        private String signature = "";
        private String partialJson = "";
    }

    /// @return whether more may follow
    boolean event(String name, JsonParser json) throws Failure {
        Event event = new Event();
        event.type = name;
        Json.fields(json, field -> readField(field, json, event));
        switch (event.type) {
            case "content_block_start" -> start(event);
            case "content_block_delta" -> take(event);
            case "content_block_stop" -> answer.endPart();
            case "message_stop" -> {
                answer.complete();
                return false;
            }
            default -> {} // Their fields are read already, or mean nothing here.
        }
        return true;
    }

    private void readField(String field, JsonParser json, Event event) throws Failure {
        switch (field) {
            case "type" -> event.type = Json.text(json);
            case "index" -> event.index = (int) Math.min(Json.count(json), 100_000);
            case "message" -> MessagesAnswer.readMessage(json, answer, new boolean[1]);
            case "usage" -> MessagesAnswer.readUsage(json, answer);
            case "error" -> throw MessagesAnswer.error(json);
            case "content_block" -> event.block = MessagesAnswer.readBlock(json);
            case "delta" -> Json.fields(json, part -> readDelta(part, json, event.delta));
            default -> {}
        }
    }

    private void readDelta(String part, JsonParser json, Delta delta) {
        switch (part) {
            case "type" -> delta.type = Json.text(json);
            case "text" -> delta.text = Json.text(json);
            case "thinking" -> delta.thinking = Json.text(json);
            case "signature" -> delta.signature = Json.text(json);
            case "partial_json" -> delta.partialJson = Json.text(json);
            case "stop_reason" -> MessagesAnswer.readStopReason(json, answer);
            default -> {}
        }
    }

    private void start(Event event) {
        MessagesAnswer.Block block = event.block;
        switch (block.type) {
            case "text" -> answer.text(block.text);
            case "thinking" -> answer.thought(block.thinking);
            case "redacted_thinking" -> answer.hiddenThought(block.data);
            case "tool_use" -> answer.toolCall(event.index, block.id, block.name, "");
            default -> {}
        }
    }

    private void take(Event event) {
        Delta delta = event.delta;
        switch (delta.type) {
            case "text_delta" -> answer.text(delta.text);
            case "thinking_delta" -> answer.thought(delta.thinking);
            case "signature_delta" -> answer.signature(delta.signature);
            case "input_json_delta" -> answer.toolCall(event.index, "", "", delta.partialJson);
            default -> {}
        }
    }
}
