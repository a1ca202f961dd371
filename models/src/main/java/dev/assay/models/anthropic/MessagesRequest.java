package dev.assay.models.anthropic;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ChatMessage.Role;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.Json;
import dev.assay.models.http.MessageTexts;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// Writes the body of `POST /v1/messages`. Leading system messages go to their own field, results of tools
/// that follow each other into one message of the user, and a thought goes back with its signature; one
/// without, which another model had, has no place there and is left out.
final class MessagesRequest {

    private MessagesRequest() {}

    /// Refuses what the API cannot say.
    static void check(String model, ModelRequest request) {
        GenerateConfig config = request.config();
        MessageTexts.leadingSystemMessages(model, request.messages());
        if (config.temperature().isPresent() && config.temperature().getAsDouble() > 1) {
            throw HostedModel.unsupported(model, "a temperature above 1", "lower it");
        }
        if (config.reasoningTokens().isPresent()) {
            if (config.reasoningTokens().getAsInt() >= config.maxTokens()) {
                throw HostedModel.unsupported(
                        model,
                        "a limit of thought that is not below that of all tokens, " + config.maxTokens(),
                        "raise the limit of tokens");
            }
            if (config.temperature().isPresent() && config.temperature().getAsDouble() != 1) {
                throw HostedModel.unsupported(
                        model,
                        "a temperature other than 1 while it thinks",
                        "leave the temperature or the thought out");
            }
        }
        if (request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(part -> part instanceof Content.Image image && image.detail() != Content.Image.Detail.AUTO)) {
            throw HostedModel.unsupported(model, "an image at a stated level of detail", "leave the detail out");
        }
    }

    static void write(JsonGenerator json, String model, ModelRequest request, boolean streamed) {
        GenerateConfig config = request.config();
        json.writeStringProperty("model", model);
        json.writeNumberProperty("max_tokens", config.maxTokens());
        List<ChatMessage> messages = request.messages();
        int system = MessageTexts.leadingSystemMessages(model, messages);
        writeSystem(json, messages.subList(0, system));
        writeMessages(json, messages.subList(system, messages.size()));
        if (config.temperature().isPresent()) {
            json.writeNumberProperty("temperature", config.temperature().getAsDouble());
        }
        if (config.topP().isPresent()) {
            json.writeNumberProperty("top_p", config.topP().getAsDouble());
        }
        if (config.topK().isPresent()) {
            json.writeNumberProperty("top_k", config.topK().getAsInt());
        }
        if (!config.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop_sequences");
            config.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        writeThinking(json, config);
        writeTools(json, request);
        if (streamed) {
            json.writeBooleanProperty("stream", true);
        }
    }

    private static void writeSystem(JsonGenerator json, List<ChatMessage> messages) {
        if (messages.size() == 1) {
            json.writeStringProperty("system", messages.getFirst().content());
        } else if (messages.size() > 1) {
            json.writeArrayPropertyStart("system");
            messages.forEach(message -> writeText(json, message.content()));
            json.writeEndArray();
        }
    }

    private static void writeMessages(JsonGenerator json, List<ChatMessage> messages) {
        json.writeArrayPropertyStart("messages");
        for (int index = 0; index < messages.size(); index++) {
            ChatMessage message = messages.get(index);
            json.writeStartObject();
            json.writeStringProperty("role", message.role() == Role.ASSISTANT ? "assistant" : "user");
            if (message.isPlainText()) {
                json.writeStringProperty("content", message.content());
            } else {
                json.writeArrayPropertyStart("content");
                if (message.role() == Role.TOOL) {
                    writeResult(json, message);
                    while (index + 1 < messages.size()
                            && messages.get(index + 1).role() == Role.TOOL) {
                        index++;
                        writeResult(json, messages.get(index));
                    }
                } else {
                    message.parts().forEach(part -> writePart(json, part));
                    message.toolCalls().forEach(call -> writeCall(json, call));
                }
                json.writeEndArray();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePart(JsonGenerator json, Content part) {
        switch (part) {
            case Content.Text text -> writeText(json, text.text());
            case Content.Reasoning thought -> writeThought(json, thought);
            case Content.Image image -> {
                json.writeStartObject();
                json.writeStringProperty("type", "image");
                json.writeObjectPropertyStart("source");
                MessageTexts.inline(image)
                        .ifPresentOrElse(
                                inline -> {
                                    json.writeStringProperty("type", "base64");
                                    json.writeStringProperty("media_type", inline.mediaType());
                                    json.writeStringProperty("data", inline.base64());
                                },
                                () -> {
                                    json.writeStringProperty("type", "url");
                                    json.writeStringProperty("url", image.source());
                                });
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private static void writeText(JsonGenerator json, String text) {
        json.writeStartObject();
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private static void writeThought(JsonGenerator json, Content.Reasoning thought) {
        if (thought.signature().isEmpty()) {
            return;
        }
        json.writeStartObject();
        if (thought.redacted()) {
            json.writeStringProperty("type", "redacted_thinking");
            json.writeStringProperty("data", thought.signature().get());
        } else {
            json.writeStringProperty("type", "thinking");
            json.writeStringProperty("thinking", thought.reasoning());
            json.writeStringProperty("signature", thought.signature().get());
        }
        json.writeEndObject();
    }

    private static void writeCall(JsonGenerator json, ToolCall call) {
        json.writeStartObject();
        json.writeStringProperty("type", "tool_use");
        json.writeStringProperty("id", call.id());
        json.writeStringProperty("name", call.function());
        json.writeName("input");
        Json.writeObject(json, MessageTexts.argumentsObject(call));
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, ChatMessage message) {
        ToolResult result = message.toolResult().orElseThrow();
        json.writeStartObject();
        json.writeStringProperty("type", "tool_result");
        json.writeStringProperty("tool_use_id", result.toolCallId());
        json.writeStringProperty("content", MessageTexts.ofTool(message));
        if (result.error().isPresent()) {
            json.writeBooleanProperty("is_error", true);
        }
        json.writeEndObject();
    }

    private static void writeThinking(JsonGenerator json, GenerateConfig config) {
        boolean off = config.reasoningEffort().filter("none"::equals).isPresent();
        if (off || config.reasoningTokens().isPresent()) {
            json.writeObjectPropertyStart("thinking");
            json.writeStringProperty("type", off ? "disabled" : "enabled");
            if (!off) {
                json.writeNumberProperty(
                        "budget_tokens", config.reasoningTokens().getAsInt());
            }
            json.writeEndObject();
        }
        boolean effort = config.reasoningEffort().isPresent() && !off;
        if (!effort && config.responseSchema().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("output_config");
        if (effort) {
            json.writeStringProperty("effort", config.reasoningEffort().get());
        }
        config.responseSchema().ifPresent(schema -> {
            json.writeObjectPropertyStart("format");
            json.writeStringProperty("type", "json_schema");
            json.writeName("schema");
            Json.writeObject(json, schema.schema());
            json.writeEndObject();
        });
        json.writeEndObject();
    }

    private static void writeTools(JsonGenerator json, ModelRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        for (ToolInfo tool : request.tools()) {
            json.writeStartObject();
            json.writeStringProperty("name", tool.name());
            json.writeStringProperty("description", tool.description());
            json.writeName("input_schema");
            Json.writeObject(json, tool.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
        String choice = switch (request.toolChoice()) {
            case ToolChoice.Auto _ -> ""; // The default.
            case ToolChoice.Any _ -> "any";
            case ToolChoice.None _ -> "none";
            case ToolChoice.Named _ -> "tool";
        };
        if (!choice.isEmpty()) {
            json.writeObjectPropertyStart("tool_choice");
            json.writeStringProperty("type", choice);
            if (request.toolChoice() instanceof ToolChoice.Named named) {
                json.writeStringProperty("name", named.function());
            }
            json.writeEndObject();
        }
    }
}
