package dev.assay.models.google;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ChatMessage.Role;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.models.http.Json;
import dev.assay.models.http.MessageTexts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Writes the body of `generateContent`. Leading system messages go to their own field, and results of
/// tools that follow each other into one message of the user. A thought goes back as its signature only, on
/// the part that Gemini signed; its words are left out, as the API asks.
final class GeminiRequest {

    private GeminiRequest() {}

    /// Refuses what the API cannot say.
    static void check(String model, ModelRequest request) {
        MessageTexts.leadingSystemMessages(model, request.messages());
        for (ChatMessage message : request.messages()) {
            for (Content part : message.parts()) {
                if (part instanceof Content.Image image) {
                    MessageTexts.requireInline(model, image);
                }
            }
        }
    }

    static void write(JsonGenerator json, String model, ModelRequest request) {
        List<ChatMessage> messages = request.messages();
        int system = MessageTexts.leadingSystemMessages(model, messages);
        writeContents(json, model, messages.subList(system, messages.size()));
        if (system > 0) {
            json.writeObjectPropertyStart("systemInstruction");
            json.writeArrayPropertyStart("parts");
            for (ChatMessage message : messages.subList(0, system)) {
                writeText(json, message.content(), Optional.empty());
            }
            json.writeEndArray();
            json.writeStringProperty("role", "user");
            json.writeEndObject();
        }
        writeTools(json, request);
        writeConfig(json, request.config());
    }

    private static void writeContents(JsonGenerator json, String model, List<ChatMessage> messages) {
        json.writeArrayPropertyStart("contents");
        for (int index = 0; index < messages.size(); index++) {
            ChatMessage message = messages.get(index);
            json.writeStartObject();
            json.writeArrayPropertyStart("parts");
            if (message.role() == Role.TOOL) {
                writeResult(json, message);
                while (index + 1 < messages.size() && messages.get(index + 1).role() == Role.TOOL) {
                    index++;
                    writeResult(json, messages.get(index));
                }
            } else {
                writeParts(json, model, message);
            }
            json.writeEndArray();
            json.writeStringProperty("role", message.role() == Role.ASSISTANT ? "model" : "user");
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeParts(JsonGenerator json, String model, ChatMessage message) {
        Optional<String> signature = Optional.empty();
        for (Content part : message.parts()) {
            switch (part) {
                case Content.Text text -> {
                    writeText(json, text.text(), signature);
                    signature = Optional.empty();
                }
                case Content.Reasoning thought -> signature = Signatures.ofText(thought);
                case Content.Image image -> {
                    MessageTexts.InlineImage inline = MessageTexts.requireInline(model, image);
                    json.writeStartObject();
                    json.writeObjectPropertyStart("inlineData");
                    json.writeStringProperty("data", inline.base64());
                    json.writeStringProperty("mimeType", inline.mediaType());
                    json.writeEndObject();
                    json.writeEndObject();
                }
            }
        }
        if (message.parts().isEmpty() && message.toolCalls().isEmpty()) {
            writeText(json, "", Optional.empty());
        }
        for (int index = 0; index < message.toolCalls().size(); index++) {
            ToolCall call = message.toolCalls().get(index);
            json.writeStartObject();
            json.writeObjectPropertyStart("functionCall");
            writeId(json, call.id());
            json.writeName("args");
            Json.writeObject(json, MessageTexts.argumentsObject(call));
            json.writeStringProperty("name", call.function());
            json.writeEndObject();
            Signatures.ofCall(message.parts(), index)
                    .ifPresent(value -> json.writeStringProperty("thoughtSignature", value));
            json.writeEndObject();
        }
    }

    /// An id that was made up here, for a call that came without one, stays here.
    private static void writeId(JsonGenerator json, String id) {
        if (!id.startsWith("call_")) {
            json.writeStringProperty("id", id);
        }
    }

    private static void writeText(JsonGenerator json, String text, Optional<String> signature) {
        json.writeStartObject();
        json.writeStringProperty("text", text);
        signature.ifPresent(value -> json.writeStringProperty("thoughtSignature", value));
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, ChatMessage message) {
        json.writeStartObject();
        json.writeObjectPropertyStart("functionResponse");
        message.toolResult().ifPresent(result -> {
            writeId(json, result.toolCallId());
            json.writeStringProperty("name", result.function());
            json.writeObjectPropertyStart("response");
            json.writeStringProperty(result.error().isPresent() ? "error" : "output", MessageTexts.ofTool(message));
            json.writeEndObject();
        });
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeTools(JsonGenerator json, ModelRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        json.writeStartObject();
        json.writeArrayPropertyStart("functionDeclarations");
        for (ToolInfo tool : request.tools()) {
            json.writeStartObject();
            json.writeStringProperty("description", tool.description());
            json.writeStringProperty("name", tool.name());
            json.writeName("parametersJsonSchema");
            Json.writeObject(json, tool.parameters());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        if (request.toolChoice() instanceof ToolChoice.Auto) {
            return; // The default.
        }
        json.writeObjectPropertyStart("toolConfig");
        json.writeObjectPropertyStart("functionCallingConfig");
        if (request.toolChoice() instanceof ToolChoice.Named named) {
            json.writeArrayPropertyStart("allowedFunctionNames");
            json.writeString(named.function());
            json.writeEndArray();
        }
        json.writeStringProperty("mode", request.toolChoice() instanceof ToolChoice.None ? "NONE" : "ANY");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeConfig(JsonGenerator json, GenerateConfig config) {
        json.writeObjectPropertyStart("generationConfig");
        if (config.temperature().isPresent()) {
            json.writeNumberProperty("temperature", config.temperature().getAsDouble());
        }
        if (config.topP().isPresent()) {
            json.writeNumberProperty("topP", config.topP().getAsDouble());
        }
        if (config.topK().isPresent()) {
            json.writeNumberProperty("topK", config.topK().getAsInt());
        }
        json.writeNumberProperty("maxOutputTokens", config.maxTokens());
        if (!config.stop().isEmpty()) {
            json.writeArrayPropertyStart("stopSequences");
            config.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        if (config.logprobs()) {
            json.writeBooleanProperty("responseLogprobs", true);
        }
        if (config.topLogprobs() > 0) {
            json.writeNumberProperty("logprobs", config.topLogprobs());
        }
        if (config.presencePenalty().isPresent()) {
            json.writeNumberProperty("presencePenalty", config.presencePenalty().getAsDouble());
        }
        if (config.frequencyPenalty().isPresent()) {
            json.writeNumberProperty(
                    "frequencyPenalty", config.frequencyPenalty().getAsDouble());
        }
        if (config.seed().isPresent()) {
            json.writeNumberProperty("seed", config.seed().getAsLong());
        }
        config.responseSchema().ifPresent(schema -> {
            json.writeStringProperty("responseMimeType", "application/json");
            json.writeName("responseJsonSchema");
            Json.writeObject(json, schema.schema());
        });
        writeThinking(json, config);
        json.writeEndObject();
    }

    private static void writeThinking(JsonGenerator json, GenerateConfig config) {
        if (config.reasoningEffort().isEmpty() && config.reasoningTokens().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("thinkingConfig");
        boolean off = config.reasoningEffort().filter("none"::equals).isPresent();
        json.writeBooleanProperty("includeThoughts", !off);
        if (off) {
            json.writeNumberProperty("thinkingBudget", 0);
        } else {
            config.reasoningTokens().ifPresent(tokens -> json.writeNumberProperty("thinkingBudget", tokens));
            config.reasoningEffort()
                    .ifPresent(effort -> json.writeStringProperty("thinkingLevel", effort.toUpperCase(Locale.ROOT)));
        }
        json.writeEndObject();
    }
}
