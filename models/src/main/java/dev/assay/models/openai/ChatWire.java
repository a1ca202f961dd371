package dev.assay.models.openai;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The bodies of `POST /chat/completions`, out and in.
final class ChatWire {

    /// Escapes all that is not ASCII, and so carries lone surrogates too, which UTF-8 cannot.
    private static final JsonFactory WRITER =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    /// Made when the first answer is read, and not before the first request is written.
    private static final class Reader {
        static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxStringLength(Integer.MAX_VALUE)
                                .build())
                        .build())
                .build();
    }

    private static final String CHECK_SERVER = "check that the server speaks OpenAI's chat API";

    private ChatWire() {}

    /// What one answer says.
    record Answer(
            String model, String completion, StopReason stopReason, ModelUsage usage, List<TokenLogprob> logprobs) {}

    /// @param tokenLimitField the field that carries the limit of generated tokens
    static byte[] request(String model, List<ChatMessage> messages, GenerateConfig config, String tokenLimitField) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(512);
        try (JsonGenerator json = WRITER.createGenerator(ObjectWriteContext.empty(), body)) {
            json.writeStartObject();
            json.writeStringProperty("model", model);
            json.writeArrayPropertyStart("messages");
            for (ChatMessage message : messages) {
                json.writeStartObject();
                json.writeStringProperty("role", message.role().wireName());
                json.writeStringProperty("content", message.content());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeNumberProperty("temperature", config.temperature());
            if (config.topP().isPresent()) {
                json.writeNumberProperty("top_p", config.topP().getAsDouble());
            }
            json.writeNumberProperty(tokenLimitField, config.maxTokens());
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
            json.writeEndObject();
        }
        return body.toByteArray();
    }

    /// @param quote makes a server's text fit to be shown
    /// @throws Failure if the body is no answer
    static Answer answer(byte[] body, String requestedModel, UnaryOperator<String> quote) throws Failure {
        JsonNode root;
        try {
            root = Reader.JSON.readTree(body);
        } catch (JacksonException damage) {
            throw malformed("answered 200 with a body that is no whole JSON", CHECK_SERVER);
        }
        if (root.hasNonNull("error")) {
            throw malformed(
                    "answered 200 with an error in the body: " + quote.apply(errorText(root.path("error"))),
                    "look into the server's log");
        }
        JsonNode choice = root.path("choices").path(0);
        JsonNode message = choice.path("message");
        if (!message.isObject()) {
            throw malformed("answered 200 with no choices[0].message in the body", CHECK_SERVER);
        }
        String finish = choice.path("finish_reason").isString()
                ? choice.path("finish_reason").stringValue()
                : "";
        if (choice.hasNonNull("error") || finish.equals("error")) {
            throw malformed(
                    "answered 200 with an error in choices[0]: " + quote.apply(errorText(choice.path("error"))),
                    "look into the server's log");
        }
        JsonNode model = root.path("model");
        return new Answer(
                model.isString() ? model.stringValue() : requestedModel,
                completion(message),
                stopReason(finish),
                new ModelUsage(
                        count(root.path("usage").path("prompt_tokens")),
                        count(root.path("usage").path("completion_tokens"))),
                logprobs(choice.path("logprobs").path("content")));
    }

    /// What an error body says, on one line and short; empty if it says nothing. Hostile until cleaned by
    /// the caller.
    static String errorText(byte[] body) {
        try {
            JsonNode root = Reader.JSON.readTree(body);
            return errorText(root.has("error") ? root.path("error") : root);
        } catch (JacksonException noJson) {
            return "";
        }
    }

    private static String errorText(JsonNode error) {
        if (error.isString()) {
            return error.stringValue();
        }
        StringBuilder text = new StringBuilder();
        for (String field : List.of("code", "type", "message", "detail")) {
            JsonNode value = error.path(field);
            if (value.isString() || value.isNumber()) {
                text.append(text.isEmpty() ? "" : " ").append(value.asString());
            }
        }
        return text.toString();
    }

    private static String completion(JsonNode message) throws Failure {
        JsonNode content = message.path("content");
        if (content.isString()) {
            return content.stringValue();
        }
        if (content.isArray()) {
            StringBuilder text = new StringBuilder();
            for (JsonNode part : content) {
                text.append(part.path("text").stringValue(""))
                        .append(part.path("refusal").stringValue(""));
            }
            return text.toString();
        }
        if (content.isNull() || content.isMissingNode()) {
            return message.path("refusal").stringValue("");
        }
        throw malformed("answered 200 with a choices[0].message.content that is no text", CHECK_SERVER);
    }

    private static StopReason stopReason(String finish) {
        return switch (finish) {
            case "stop", "eos", "end_turn", "stop_sequence" -> StopReason.STOP;
            case "length", "max_tokens" -> StopReason.MAX_TOKENS;
            case "model_length" -> StopReason.MODEL_LENGTH;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.UNKNOWN;
        };
    }

    private static long count(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() ? Math.max(0, node.longValue()) : 0;
    }

    private static List<TokenLogprob> logprobs(JsonNode content) {
        List<TokenLogprob> logprobs = new ArrayList<>();
        for (JsonNode entry : content) {
            if (entry.path("token").isString() && entry.path("logprob").isNumber()) {
                logprobs.add(new TokenLogprob(
                        entry.path("token").stringValue(),
                        Math.min(0, entry.path("logprob").doubleValue())));
            }
        }
        return logprobs;
    }

    private static Failure malformed(String what, String remedy) {
        return Failure.passing(Kind.MALFORMED, what, remedy);
    }
}
