package dev.assay.models.openai;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.Json;
import dev.assay.models.http.MessageTexts;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/// Writes the body of `POST /chat/completions` (OpenAI's API reference, "Create chat completion").
final class ChatRequest {

    private final String model;
    private final ChatDialect dialect;

    ChatRequest(String model, ChatDialect dialect) {
        this.model = model;
        this.dialect = dialect;
    }

    byte[] write(ModelRequest request, boolean streamed) {
        if (request.config().reasoningTokens().isPresent()) {
            throw HostedModel.unsupported(
                    model, "a limit of thought in tokens", "give a reasoning effort, or ask a model that does");
        }
        return Json.object(json -> {
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("messages");
            for (ChatMessage message : request.messages()) {
                write(json, message);
            }
            json.writeEndArray();
            write(json, request.config());
            writeTools(json, request);
            if (streamed) {
                json.writeBooleanProperty("stream", true);
                json.writeObjectPropertyStart("stream_options");
                json.writeBooleanProperty("include_usage", true);
                json.writeEndObject();
            }
        });
    }

    private void write(JsonGenerator json, ChatMessage message) {
        json.writeStartObject();
        json.writeStringProperty("role", message.role().wireName());
        switch (message.role()) {
            case TOOL -> {
                json.writeStringProperty(
                        "tool_call_id", message.toolResult().orElseThrow().toolCallId());
                json.writeStringProperty("content", MessageTexts.ofTool(message));
            }
            case ASSISTANT -> writeAssistant(json, message);
            case SYSTEM, USER -> writeContent(json, message);
        }
        json.writeEndObject();
    }

    private void writeAssistant(JsonGenerator json, ChatMessage message) {
        String text = message.content();
        if (text.isEmpty() && !message.toolCalls().isEmpty()) {
            json.writeNullProperty("content");
        } else {
            json.writeStringProperty("content", text);
        }
        if (dialect.thoughtsReturned() && !message.reasoning().isEmpty()) {
            json.writeStringProperty("reasoning_content", message.reasoning());
        }
        if (message.toolCalls().isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart("tool_calls");
        for (ToolCall call : message.toolCalls()) {
            json.writeStartObject();
            json.writeStringProperty("id", call.id());
            json.writeStringProperty("type", "function");
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", call.function());
            json.writeStringProperty("arguments", call.arguments());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void writeContent(JsonGenerator json, ChatMessage message) {
        if (message.isPlainText()) {
            json.writeStringProperty("content", message.content());
            return;
        }
        json.writeArrayPropertyStart("content");
        for (Content part : message.parts()) {
            json.writeStartObject();
            switch (part) {
                case Content.Text text -> {
                    json.writeStringProperty("type", "text");
                    json.writeStringProperty("text", text.text());
                }
                case Content.Reasoning thought -> {
                    json.writeStringProperty("type", "text");
                    json.writeStringProperty("text", thought.reasoning());
                }
                case Content.Image image -> {
                    json.writeStringProperty("type", "image_url");
                    json.writeObjectPropertyStart("image_url");
                    json.writeStringProperty("url", image.source());
                    if (image.detail() != Content.Image.Detail.AUTO) {
                        json.writeStringProperty("detail", image.detail().name().toLowerCase(Locale.ROOT));
                    }
                    json.writeEndObject();
                }
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(JsonGenerator json, GenerateConfig config) {
        if (config.temperature().isPresent()) {
            json.writeNumberProperty("temperature", config.temperature().getAsDouble());
        }
        if (config.topP().isPresent()) {
            json.writeNumberProperty("top_p", config.topP().getAsDouble());
        }
        if (config.topK().isPresent()) {
            json.writeNumberProperty("top_k", config.topK().getAsInt());
        }
        json.writeNumberProperty(dialect.tokenLimitField(), config.maxTokens());
        if (config.seed().isPresent()) {
            json.writeNumberProperty("seed", config.seed().getAsLong());
        }
        if (!config.stop().isEmpty()) {
            json.writeArrayPropertyStart("stop");
            config.stop().forEach(json::writeString);
            json.writeEndArray();
        }
        if (config.logprobs()) {
            json.writeBooleanProperty("logprobs", true);
        }
        if (config.topLogprobs() > 0) {
            json.writeNumberProperty("top_logprobs", config.topLogprobs());
        }
        if (config.frequencyPenalty().isPresent()) {
            json.writeNumberProperty(
                    "frequency_penalty", config.frequencyPenalty().getAsDouble());
        }
        if (config.presencePenalty().isPresent()) {
            json.writeNumberProperty(
                    "presence_penalty", config.presencePenalty().getAsDouble());
        }
        config.reasoningEffort().ifPresent(effort -> json.writeStringProperty("reasoning_effort", effort));
        config.responseSchema().ifPresent(schema -> writeSchema(json, schema));
    }

    private static void writeSchema(JsonGenerator json, ResponseSchema schema) {
        json.writeObjectPropertyStart("response_format");
        json.writeStringProperty("type", "json_schema");
        json.writeObjectPropertyStart("json_schema");
        json.writeStringProperty("name", schema.name());
        json.writeName("schema");
        Json.writeObject(json, schema.schema());
        json.writeBooleanProperty("strict", schema.strict());
        json.writeEndObject();
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
            json.writeObjectPropertyStart("function");
            json.writeStringProperty("name", tool.name());
            json.writeStringProperty("description", tool.description());
            json.writeName("parameters");
            Json.writeObject(json, tool.parameters());
            json.writeEndObject();
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
                json.writeObjectPropertyStart("function");
                json.writeStringProperty("name", named.function());
                json.writeEndObject();
                json.writeEndObject();
            }
        }
    }
}
