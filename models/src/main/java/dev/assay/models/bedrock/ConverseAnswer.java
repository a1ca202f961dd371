package dev.assay.models.bedrock;

import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.StopReason;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Reads an answer of `converse`, whole.
final class ConverseAnswer {

    private ConverseAnswer() {}

    static void read(JsonParser json, AnswerBuilder answer) throws Failure {
        boolean[] message = {false};
        String[] said = {""};
        Json.fields(json, name -> {
            switch (name) {
                case "output" ->
                    Json.fields(json, field -> {
                        if (field.equals("message")) {
                            message[0] |= json.currentToken() == JsonToken.START_OBJECT;
                            readMessage(json, answer);
                        }
                    });
                case "stopReason" -> answer.stopReason(stopReason(Json.text(json)));
                case "usage" -> readUsage(json, answer);
                case "message", "Message" -> said[0] = Json.text(json);
                default -> {}
            }
        });
        if (!message[0]) {
            throw Failure.passing(
                            Kind.MALFORMED,
                            "answered 200 with no output.message in the body",
                            "check that the server speaks Bedrock's Converse API")
                    .saying(said[0]);
        }
        answer.complete();
    }

    private static void readMessage(JsonParser json, AnswerBuilder answer) throws Failure {
        Json.fields(json, name -> {
            if (name.equals("content")) {
                Json.elements(json, () -> {
                    answer.endPart();
                    Json.fields(json, kind -> readBlock(kind, json, answer));
                });
            }
        });
    }

    private static void readBlock(String kind, JsonParser json, AnswerBuilder answer) throws Failure {
        switch (kind) {
            case "text" -> answer.text(Json.text(json));
            case "toolUse" -> {
                String[] call = {"", "", ""};
                Json.fields(json, field -> {
                    switch (field) {
                        case "toolUseId" -> call[0] = Json.text(json);
                        case "name" -> call[1] = Json.text(json);
                        case "input" -> call[2] = Json.isPresent(json) ? Json.copy(json) : "";
                        default -> {}
                    }
                });
                answer.toolCall(call[0], call[1], call[2]);
            }
            case "reasoningContent" ->
                Json.fields(json, field -> {
                    switch (field) {
                        case "redactedContent" -> answer.hiddenThought(Json.text(json));
                        case "reasoningText" -> {
                            String[] thought = {"", ""};
                            Json.fields(json, part -> {
                                switch (part) {
                                    case "text" -> thought[0] = Json.text(json);
                                    case "signature" -> thought[1] = Json.text(json);
                                    default -> {}
                                }
                            });
                            answer.thought(thought[0]);
                            if (!thought[1].isEmpty()) {
                                answer.signature(thought[1]);
                            }
                        }
                        default -> {}
                    }
                });
            default -> {} // Documents, guardrails' traces and the like were not asked for.
        }
    }

    static StopReason stopReason(String reason) {
        return switch (reason) {
            case "end_turn", "stop_sequence" -> StopReason.STOP;
            case "max_tokens" -> StopReason.MAX_TOKENS;
            case "tool_use" -> StopReason.TOOL_CALLS;
            case "guardrail_intervened", "content_filtered" -> StopReason.CONTENT_FILTER;
            case "model_context_window_exceeded" -> StopReason.MODEL_LENGTH;
            default -> StopReason.UNKNOWN;
        };
    }

    static void readUsage(JsonParser json, AnswerBuilder answer) throws Failure {
        Json.fields(json, name -> {
            switch (name) {
                case "inputTokens" -> answer.inputTokens(Json.count(json));
                case "outputTokens" -> answer.outputTokens(Json.count(json));
                case "cacheReadInputTokens" -> answer.cacheReadTokens(Json.count(json));
                case "cacheWriteInputTokens" -> answer.cacheWriteTokens(Json.count(json));
                default -> {}
            }
        });
    }
}
