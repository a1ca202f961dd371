package dev.assay.models.bedrock;

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

/// Writes the body of `converse`. Leading system messages go to their own field, results of tools that
/// follow each other into one message of the user, and a thought goes back with its signature; one without,
/// which another model had, is left out.
final class ConverseRequest {

    private ConverseRequest() {}

    /// Refuses what the API cannot say.
    static void check(String model, ModelRequest request) {
        MessageTexts.leadingSystemMessages(model, request.messages());
        if (request.toolChoice() instanceof ToolChoice.None && !request.tools().isEmpty()) {
            throw HostedModel.unsupported(model, "tools that it must not call", "leave the tools out");
        }
        if (request.config().reasoningEffort().isPresent()) {
            throw HostedModel.unsupported(model, "a reasoning effort", "limit its thought in tokens instead");
        }
        if (request.config().temperature().isPresent()
                && request.config().temperature().getAsDouble() > 1) {
            throw HostedModel.unsupported(model, "a temperature above 1", "lower it");
        }
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
        writeMessages(json, model, messages.subList(system, messages.size()));
        if (system > 0) {
            json.writeArrayPropertyStart("system");
            messages.subList(0, system).forEach(message -> writeText(json, message.content()));
            json.writeEndArray();
        }
        writeConfig(json, request.config());
        writeTools(json, request);
        writeOwnFields(json, request.config());
    }

    private static void writeMessages(JsonGenerator json, String model, List<ChatMessage> messages) {
        json.writeArrayPropertyStart("messages");
        for (int index = 0; index < messages.size(); index++) {
            ChatMessage message = messages.get(index);
            json.writeStartObject();
            json.writeStringProperty("role", message.role() == Role.ASSISTANT ? "assistant" : "user");
            json.writeArrayPropertyStart("content");
            if (message.role() == Role.TOOL) {
                writeResult(json, message);
                while (index + 1 < messages.size() && messages.get(index + 1).role() == Role.TOOL) {
                    index++;
                    writeResult(json, messages.get(index));
                }
            } else {
                message.parts().forEach(part -> writePart(json, model, part));
                message.toolCalls().forEach(call -> writeCall(json, call));
                if (message.parts().isEmpty() && message.toolCalls().isEmpty()) {
                    writeText(json, "");
                }
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writePart(JsonGenerator json, String model, Content part) {
        switch (part) {
            case Content.Text text -> writeText(json, text.text());
            case Content.Reasoning thought ->
                thought.signature().ifPresent(signature -> writeThought(json, thought, signature));
            case Content.Image image -> {
                MessageTexts.InlineImage inline = MessageTexts.requireInline(model, image);
                json.writeStartObject();
                json.writeObjectPropertyStart("image");
                json.writeStringProperty("format", inline.form());
                json.writeObjectPropertyStart("source");
                json.writeStringProperty("bytes", inline.base64());
                json.writeEndObject();
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }

    private static void writeThought(JsonGenerator json, Content.Reasoning thought, String signature) {
        json.writeStartObject();
        json.writeObjectPropertyStart("reasoningContent");
        if (thought.redacted()) {
            json.writeStringProperty("redactedContent", signature);
        } else {
            json.writeObjectPropertyStart("reasoningText");
            json.writeStringProperty("text", thought.reasoning());
            json.writeStringProperty("signature", signature);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String text) {
        json.writeStartObject();
        json.writeStringProperty("text", text);
        json.writeEndObject();
    }

    private static void writeCall(JsonGenerator json, ToolCall call) {
        json.writeStartObject();
        json.writeObjectPropertyStart("toolUse");
        json.writeStringProperty("toolUseId", call.id());
        json.writeStringProperty("name", call.function());
        json.writeName("input");
        Json.writeObject(json, MessageTexts.argumentsObject(call));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeResult(JsonGenerator json, ChatMessage message) {
        ToolResult result = message.toolResult().orElseThrow();
        json.writeStartObject();
        json.writeObjectPropertyStart("toolResult");
        json.writeStringProperty("toolUseId", result.toolCallId());
        json.writeArrayPropertyStart("content");
        writeText(json, MessageTexts.ofTool(message));
        json.writeEndArray();
        if (result.error().isPresent()) {
            json.writeStringProperty("status", "error");
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeConfig(JsonGenerator json, GenerateConfig config) {
        json.writeObjectPropertyStart("inferenceConfig");
        json.writeNumberProperty("maxTokens", config.maxTokens());
        if (config.temperature().isPresent()) {
            json.writeNumberProperty("temperature", config.temperature().getAsDouble());
        }
        if (config.topP().isPresent()) {
            json.writeNumberProperty("topP", config.topP().getAsDouble());
        }
        if (!config.stop().isEmpty()) {
            json.writeArrayPropertyStart("stopSequences");
            config.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeTools(JsonGenerator json, ModelRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("toolConfig");
        json.writeArrayPropertyStart("tools");
        for (ToolInfo tool : request.tools()) {
            json.writeStartObject();
            json.writeObjectPropertyStart("toolSpec");
            json.writeStringProperty("name", tool.name());
            json.writeStringProperty("description", tool.description());
            json.writeObjectPropertyStart("inputSchema");
            json.writeName("json");
            Json.writeObject(json, tool.parameters());
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        if (request.toolChoice() instanceof ToolChoice.Any) {
            json.writeObjectPropertyStart("toolChoice");
            json.writeObjectPropertyStart("any");
            json.writeEndObject();
            json.writeEndObject();
        } else if (request.toolChoice() instanceof ToolChoice.Named named) {
            json.writeObjectPropertyStart("toolChoice");
            json.writeObjectPropertyStart("tool");
            json.writeStringProperty("name", named.function());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void writeOwnFields(JsonGenerator json, GenerateConfig config) {
        if (config.topK().isEmpty() && config.reasoningTokens().isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart("additionalModelRequestFields");
        if (config.topK().isPresent()) {
            json.writeNumberProperty("top_k", config.topK().getAsInt());
        }
        if (config.reasoningTokens().isPresent()) {
            json.writeObjectPropertyStart("thinking");
            json.writeStringProperty("type", "enabled");
            json.writeNumberProperty("budget_tokens", config.reasoningTokens().getAsInt());
            json.writeEndObject();
        }
        json.writeEndObject();
    }
}
