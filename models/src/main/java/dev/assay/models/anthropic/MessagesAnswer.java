package dev.assay.models.anthropic;

import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.StopReason;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.ErrorText;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads a message of Anthropic's API, whole.
final class MessagesAnswer {

    private MessagesAnswer() {}

    /// A block of content, its fields in whatever order they came.
    static final class Block {
        String type = "";
        String text = "";
        String thinking = "";
        String signature = "";
        String data = "";
        String id = "";
        String name = "";
        String input = "";
    }

    static void read(JsonParser json, AnswerBuilder answer) throws Failure {
        boolean[] content = {false};
        readMessage(json, answer, content);
        if (!content[0]) {
            throw Failure.passing(
                    Kind.MALFORMED,
                    "answered 200 with no content in the body",
                    "check that the server speaks Anthropic's Messages API");
        }
        answer.complete();
    }

    /// Fields of a message; `content` tells whether it has content.
    static void readMessage(JsonParser json, AnswerBuilder answer, boolean[] content) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "model" -> answer.model(Json.text(json));
                case "stop_reason" -> readStopReason(json, answer);
                case "usage" -> readUsage(json, answer);
                case "error" -> {
                    if (Json.isPresent(json)) {
                        throw error(json);
                    }
                }
                case "content" -> {
                    content[0] |= json.currentToken() == JsonToken.START_ARRAY;
                    Json.elements(json, () -> take(readBlock(json), answer));
                }
                default -> {}
            }
        });
    }

    static Failure error(JsonParser json) throws Failure {
        return Failure.passing(Kind.MALFORMED, "answered 200 with an error in the body", "look into the server's log")
                .saying(ErrorText.read(json));
    }

    static Block readBlock(JsonParser json) throws Failure {
        Block block = new Block();
        Json.fields(json, name -> {
            switch (name) {
                case "type" -> block.type = Json.text(json);
                case "text" -> block.text = Json.text(json);
                case "thinking" -> block.thinking = Json.text(json);
                case "signature" -> block.signature = Json.text(json);
                case "data" -> block.data = Json.text(json);
                case "id" -> block.id = Json.text(json);
                case "name" -> block.name = Json.text(json);
                case "input" -> block.input = Json.isPresent(json) ? Json.copy(json) : "";
                default -> {}
            }
        });
        return block;
    }

    private static void take(Block block, AnswerBuilder answer) {
        answer.endPart();
        switch (block.type) {
            case "text" -> answer.text(block.text);
            case "thinking" -> {
                answer.thought(block.thinking);
                if (!block.signature.isEmpty()) {
                    answer.signature(block.signature);
                }
            }
            case "redacted_thinking" -> answer.hiddenThought(block.data);
            case "tool_use" -> answer.toolCall(block.id, block.name, block.input);
            default -> {} // What a server's own tools did was not asked for.
        }
    }

    static void readStopReason(JsonParser json, AnswerBuilder answer) {
        String reason = Json.text(json);
        if (!reason.isEmpty()) {
            answer.stopReason(
                    switch (reason) {
                        case "end_turn", "stop_sequence" -> StopReason.STOP;
                        case "max_tokens" -> StopReason.MAX_TOKENS;
                        case "model_context_window_exceeded" -> StopReason.MODEL_LENGTH;
                        case "tool_use" -> StopReason.TOOL_CALLS;
                        case "refusal" -> StopReason.CONTENT_FILTER;
                        default -> StopReason.UNKNOWN;
                    });
        }
    }

    static void readUsage(JsonParser json, AnswerBuilder answer) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "input_tokens" -> {
                    if (Json.isPresent(json)) {
                        answer.inputTokens(Json.count(json));
                    }
                }
                case "output_tokens" -> answer.outputTokens(Json.count(json));
                case "output_tokens_details" ->
                    Json.fields(json, part -> {
                        if (part.equals("thinking_tokens")) {
                            answer.reasoningTokens(Json.count(json));
                        }
                    });
                case "cache_read_input_tokens" -> {
                    if (Json.isPresent(json)) {
                        answer.cacheReadTokens(Json.count(json));
                    }
                }
                case "cache_creation_input_tokens" -> {
                    if (Json.isPresent(json)) {
                        answer.cacheWriteTokens(Json.count(json));
                    }
                }
                default -> {}
            }
        });
    }
}
