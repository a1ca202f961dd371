package dev.assay.store.inspect;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult.ToolError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Messages and answers in Inspect's form.
final class MessageWriter {

    /// Where arguments stand that are no JSON object.
    static final String RAW = "assay_raw";

    private static final int DEEPEST = 100;

    /// The kinds of error that Inspect takes for a tool; another would make the log unreadable.
    private static final Set<String> TOOL_ERRORS = Set.of(
            "parsing",
            "timeout",
            "unicode_decode",
            "permission",
            "file_not_found",
            "is_a_directory",
            "limit",
            "approval",
            "unknown",
            "output_limit");

    private MessageWriter() {}

    /// @param texts what becomes of each text and image: they stay, or become attachments
    static ObjectNode message(ChatMessage message, String id, String source, UnaryOperator<String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("id", id);
        json.set("content", content(message, texts));
        if (!source.isEmpty()) {
            json.put("source", source);
        }
        json.put("role", message.role().wireName());
        if (!message.toolCalls().isEmpty()) {
            ArrayNode calls = json.putArray("tool_calls");
            message.toolCalls().forEach(call -> calls.add(toolCall(call)));
        }
        message.toolResult().ifPresent(result -> {
            json.put("tool_call_id", result.toolCallId());
            json.put("function", result.function());
            result.error().ifPresent(error -> json.set("error", toolError(error)));
        });
        return json;
    }

    /// A text alone is a string, as Inspect has it; anything else a list of parts.
    private static JsonNode content(ChatMessage message, UnaryOperator<String> texts) {
        List<Content> parts = message.parts();
        if (parts.isEmpty()) {
            return InspectJson.MAPPER.stringNode("");
        }
        if (parts.size() == 1
                && parts.getFirst() instanceof Content.Text text
                && !text.text().isEmpty()) {
            return InspectJson.MAPPER.stringNode(texts.apply(text.text()));
        }
        ArrayNode array = InspectJson.MAPPER.createArrayNode();
        parts.forEach(part -> array.add(part(part, texts)));
        return array;
    }

    private static ObjectNode part(Content part, UnaryOperator<String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        switch (part) {
            case Content.Text text -> json.put("type", "text").put("text", texts.apply(text.text()));
            case Content.Reasoning thought -> {
                json.put("type", "reasoning").put("reasoning", texts.apply(thought.reasoning()));
                thought.signature().ifPresent(signature -> json.put("signature", signature));
                json.put("redacted", thought.redacted());
            }
            case Content.Image image ->
                json.put("type", "image")
                        .put("image", texts.apply(image.source()))
                        .put("detail", image.detail().name().toLowerCase(Locale.ROOT));
        }
        return json;
    }

    static ObjectNode toolCall(ToolCall call) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("id", call.id());
        json.put("function", call.function());
        arguments(call, json);
        json.put("type", "function");
        return json;
    }

    /// Sets `arguments`, and `parse_error` where they are no JSON object. Inspect cannot write objects that
    /// are nested too deep; those stay text.
    static void arguments(ToolCall call, ObjectNode json) {
        Optional<ObjectNode> parsed = call.parsedArguments().filter(arguments -> isShallow(arguments, DEEPEST));
        if (parsed.isPresent()) {
            json.set("arguments", parsed.get());
        } else {
            json.putObject("arguments").put(RAW, call.arguments());
            json.put("parse_error", "The arguments are no JSON object, or nested too deep.");
        }
    }

    static boolean isShallow(JsonNode json, int depth) {
        if (depth == 0) {
            return !json.isContainer();
        }
        for (JsonNode child : json) {
            if (child.isContainer() && !isShallow(child, depth - 1)) {
                return false;
            }
        }
        return true;
    }

    static ObjectNode toolError(ToolError error) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        boolean known = TOOL_ERRORS.contains(error.type());
        json.put("type", known ? error.type() : "unknown");
        json.put("message", known ? error.message() : error.type() + ": " + error.message());
        return json;
    }

    static ObjectNode output(ModelOutput output, String messageId, UnaryOperator<String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("model", output.model());
        ObjectNode choice = json.putArray("choices").addObject();
        ObjectNode message = message(output.message(), messageId, "generate", texts);
        message.put("model", output.model());
        choice.set("message", message);
        choice.put("stop_reason", stopReason(output.stopReason()));
        if (!output.logprobs().isEmpty()) {
            ArrayNode tokens = choice.putObject("logprobs").putArray("content");
            output.logprobs().forEach(token -> tokens.add(logprob(token)));
        }
        json.put("completion", output.completion());
        json.set("usage", usage(output.usage()));
        putSeconds(json, "time", output.time());
        output.systemFingerprint()
                .ifPresent(fingerprint -> json.putObject("metadata").put("system_fingerprint", fingerprint));
        return json;
    }

    private static ObjectNode logprob(TokenLogprob token) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("token", token.token());
        json.put("logprob", token.logprob());
        if (!token.top().isEmpty()) {
            ArrayNode top = json.putArray("top_logprobs");
            token.top()
                    .forEach(
                            other -> top.addObject().put("token", other.token()).put("logprob", other.logprob()));
        }
        return json;
    }

    static ObjectNode usage(ModelUsage usage) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("input_tokens", usage.inputTokens());
        json.put("output_tokens", usage.outputTokens());
        json.put("total_tokens", usage.totalTokens());
        if (usage.cacheWriteTokens() > 0) {
            json.put("input_tokens_cache_write", usage.cacheWriteTokens());
        }
        if (usage.cacheReadTokens() > 0) {
            json.put("input_tokens_cache_read", usage.cacheReadTokens());
        }
        if (usage.reasoningTokens() > 0) {
            json.put("reasoning_tokens", usage.reasoningTokens());
        }
        return json;
    }

    /// Seconds to the microsecond.
    static void putSeconds(ObjectNode json, String name, Duration time) {
        putNumber(json, name, Math.round(time.toNanos() / 1e3) / 1e6);
    }

    /// A number; a whole one without a fraction, which JSON does not tell apart.
    static void putNumber(ObjectNode json, String name, double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            json.put(name, (long) value);
        } else {
            json.put(name, value);
        }
    }

    private static String stopReason(StopReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
