package dev.assay.models.responses;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.Json;
import dev.assay.models.http.MessageTexts;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// Writes the body of `POST /responses`. Nothing is stored at the provider, so thoughts are asked for in
/// their encrypted form and go back as they came; one without, which another model had, is left out.
final class ResponsesRequest {

    private ResponsesRequest() {}

    /// Refuses what the API cannot say.
    static void check(String model, ModelRequest request) {
        if (request.config().reasoningTokens().isPresent()) {
            throw HostedModel.unsupported(
                    model, "a limit of thought in tokens", "give a reasoning effort, or ask a model that does");
        }
    }

    static void write(JsonGenerator json, String model, ModelRequest request, boolean thinks, boolean streamed) {
        GenerateConfig config = request.config();
        json.writeStringProperty("model", model);
        json.writeArrayPropertyStart("input");
        request.messages().forEach(message -> writeItems(json, message));
        json.writeEndArray();
        if (config.temperature().isPresent()) {
            json.writeNumberProperty("temperature", config.temperature().getAsDouble());
        }
        if (config.topP().isPresent()) {
            json.writeNumberProperty("top_p", config.topP().getAsDouble());
        }
        json.writeNumberProperty("max_output_tokens", config.maxTokens());
        if (config.topLogprobs() > 0) {
            json.writeNumberProperty("top_logprobs", config.topLogprobs());
        }
        json.writeBooleanProperty("store", false);
        if (config.logprobs() || thinks) {
            json.writeArrayPropertyStart("include");
            if (config.logprobs()) {
                json.writeString("message.output_text.logprobs");
            }
            if (thinks) {
                json.writeString("reasoning.encrypted_content");
            }
            json.writeEndArray();
        }
        config.reasoningEffort().ifPresent(effort -> {
            json.writeObjectPropertyStart("reasoning");
            json.writeStringProperty("effort", effort);
            if (!effort.equals("none")) {
                json.writeStringProperty("summary", "auto");
            }
            json.writeEndObject();
        });
        config.responseSchema().ifPresent(schema -> {
            json.writeObjectPropertyStart("text");
            json.writeObjectPropertyStart("format");
            json.writeStringProperty("type", "json_schema");
            json.writeStringProperty("name", schema.name());
            json.writeName("schema");
            Json.writeObject(json, schema.schema());
            json.writeBooleanProperty("strict", schema.strict());
            json.writeEndObject();
            json.writeEndObject();
        });
        writeTools(json, request);
        if (streamed) {
            json.writeBooleanProperty("stream", true);
        }
    }

    private static void writeItems(JsonGenerator json, ChatMessage message) {
        switch (message.role()) {
            case SYSTEM, USER -> writeMessage(json, message);
            case TOOL -> {
                json.writeStartObject();
                json.writeStringProperty("type", "function_call_output");
                json.writeStringProperty(
                        "call_id", message.toolResult().orElseThrow().toolCallId());
                json.writeStringProperty("output", MessageTexts.ofTool(message));
                json.writeEndObject();
            }
            case ASSISTANT -> {
                message.parts().stream()
                        .filter(Content.Reasoning.class::isInstance)
                        .forEach(part -> writeThought(json, (Content.Reasoning) part));
                if (!message.content().isEmpty() || message.toolCalls().isEmpty()) {
                    json.writeStartObject();
                    json.writeStringProperty("type", "message");
                    json.writeStringProperty("role", "assistant");
                    json.writeStringProperty("content", message.content());
                    json.writeEndObject();
                }
                message.toolCalls().forEach(call -> writeCall(json, call));
            }
        }
    }

    private static void writeMessage(JsonGenerator json, ChatMessage message) {
        json.writeStartObject();
        json.writeStringProperty("type", "message");
        json.writeStringProperty("role", message.role().wireName());
        if (message.isPlainText()) {
            json.writeStringProperty("content", message.content());
        } else {
            json.writeArrayPropertyStart("content");
            for (Content part : message.parts()) {
                json.writeStartObject();
                switch (part) {
                    case Content.Text text -> {
                        json.writeStringProperty("type", "input_text");
                        json.writeStringProperty("text", text.text());
                    }
                    case Content.Reasoning thought -> {
                        json.writeStringProperty("type", "input_text");
                        json.writeStringProperty("text", thought.reasoning());
                    }
                    case Content.Image image -> {
                        json.writeStringProperty("type", "input_image");
                        json.writeStringProperty("detail", image.detail().name().toLowerCase(Locale.ROOT));
                        json.writeStringProperty("image_url", image.source());
                    }
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        }
        json.writeEndObject();
    }

    private static void writeThought(JsonGenerator json, Content.Reasoning thought) {
        ThoughtSignature.parse(thought.signature().orElse("")).ifPresent(signature -> {
            json.writeStartObject();
            json.writeStringProperty("id", signature.id());
            json.writeArrayPropertyStart("summary");
            if (!thought.reasoning().isEmpty()) {
                json.writeStartObject();
                json.writeStringProperty("text", thought.reasoning());
                json.writeStringProperty("type", "summary_text");
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeStringProperty("type", "reasoning");
            json.writeStringProperty("encrypted_content", signature.encrypted());
            json.writeEndObject();
        });
    }

    private static void writeCall(JsonGenerator json, ToolCall call) {
        json.writeStartObject();
        json.writeStringProperty("type", "function_call");
        json.writeStringProperty("call_id", call.id());
        json.writeStringProperty("name", call.function());
        json.writeStringProperty("arguments", call.arguments());
        json.writeEndObject();
    }

    private static void writeTools(JsonGenerator json, ModelRequest request) {
        if (request.tools().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tools");
        for (ToolInfo tool : request.tools()) {
            json.writeStartObject();
            json.writeStringProperty("type", "function");
            json.writeStringProperty("name", tool.name());
            json.writeStringProperty("description", tool.description());
            json.writeName("parameters");
            Json.writeObject(json, tool.parameters());
            json.writeBooleanProperty("strict", false);
            json.writeEndObject();
        }
        json.writeEndArray();
        switch (request.toolChoice()) {
            case ToolChoice.Auto _ -> {} // The default.
            case ToolChoice.Any _ -> json.writeStringProperty("tool_choice", "required");
            case ToolChoice.None _ -> json.writeStringProperty("tool_choice", "none");
            case ToolChoice.Named named -> {
                json.writeObjectPropertyStart("tool_choice");
                json.writeStringProperty("type", "function");
                json.writeStringProperty("name", named.function());
                json.writeEndObject();
            }
        }
    }
}
