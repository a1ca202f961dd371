package dev.assay.store.inspect;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Messages and answers of a log in Assay's words. What has no word is noted in `left`.
final class MessageReader {

    private final Set<String> left;

    MessageReader(Set<String> left) {
        this.left = left;
    }

    List<ChatMessage> messages(JsonNode messages) {
        List<ChatMessage> read = new ArrayList<>();
        messages.forEach(message -> read.add(message(message)));
        return read;
    }

    ChatMessage message(JsonNode message) {
        ChatMessage.Role role = ChatMessage.Role.ofWireName(InspectJson.anyText(message, "role"));
        List<Content> parts = parts(message.get("content"));
        return switch (role) {
            case ASSISTANT -> ChatMessage.assistant(parts, toolCalls(message));
            case TOOL ->
                new ChatMessage(
                        role,
                        parts,
                        List.of(),
                        Optional.of(new ToolResult(
                                InspectJson.anyText(message, "tool_call_id"),
                                InspectJson.anyText(message, "function"),
                                toolError(message.get("error")))));
            case SYSTEM, USER -> new ChatMessage(role, parts, List.of(), Optional.empty());
        };
    }

    static Optional<ToolResult.ToolError> toolError(JsonNode error) {
        return error == null || !error.isObject()
                ? Optional.empty()
                : Optional.of(new ToolResult.ToolError(
                        InspectJson.anyText(error, "type"), InspectJson.anyText(error, "message")));
    }

    Optional<ModelOutput> output(JsonNode output) {
        if (output == null || InspectJson.array(output, "choices").isEmpty()) {
            return Optional.empty();
        }
        JsonNode choice = InspectJson.array(output, "choices").get(0);
        if (InspectJson.array(output, "choices").size() > 1) {
            left.add("further choices");
        }
        if (!(choice.get("message") instanceof tools.jackson.databind.node.ObjectNode message)) {
            return Optional.empty();
        }
        return Optional.of(new ModelOutput(
                InspectJson.anyText(output, "model"),
                message(message),
                stopReason(InspectJson.anyText(choice, "stop_reason")),
                usage(InspectJson.object(output, "usage")),
                seconds(InspectJson.number(output, "time").orElse(0)),
                logprobs(choice),
                InspectJson.text(InspectJson.object(output, "metadata"), "system_fingerprint")));
    }

    /// Assay adds what was written to the cache to the total, and so does Inspect.
    static ModelUsage usage(JsonNode usage) {
        return new ModelUsage(
                atLeastZero(usage, "input_tokens"),
                atLeastZero(usage, "output_tokens"),
                atLeastZero(usage, "input_tokens_cache_read"),
                atLeastZero(usage, "input_tokens_cache_write"),
                atLeastZero(usage, "reasoning_tokens"));
    }

    /// A time in seconds; no time where it is none that can be said.
    static Duration seconds(double seconds) {
        return seconds > 0 && seconds < 1e9 ? Duration.ofNanos(Math.round(seconds * 1e9)) : Duration.ZERO;
    }

    private static long atLeastZero(JsonNode usage, String name) {
        return Math.max(0, InspectJson.count(usage, name));
    }

    private static StopReason stopReason(String word) {
        return switch (word) {
            case "stop" -> StopReason.STOP;
            case "max_tokens", "length" -> StopReason.MAX_TOKENS;
            case "model_length" -> StopReason.MODEL_LENGTH;
            case "tool_calls" -> StopReason.TOOL_CALLS;
            case "content_filter" -> StopReason.CONTENT_FILTER;
            default -> StopReason.UNKNOWN;
        };
    }

    private static List<TokenLogprob> logprobs(JsonNode choice) {
        List<TokenLogprob> tokens = new ArrayList<>();
        for (JsonNode token : InspectJson.array(InspectJson.object(choice, "logprobs"), "content")) {
            List<TokenLogprob.Alternative> top = new ArrayList<>();
            for (JsonNode other : InspectJson.array(token, "top_logprobs")) {
                top.add(new TokenLogprob.Alternative(InspectJson.anyText(other, "token"), logprob(other)));
            }
            tokens.add(new TokenLogprob(InspectJson.anyText(token, "token"), logprob(token), top));
        }
        return tokens;
    }

    private static double logprob(JsonNode token) {
        return InspectJson.number(token, "logprob").orElse(Double.NaN);
    }

    private List<Content> parts(JsonNode content) {
        if (content == null || content.isNull()) {
            return List.of();
        }
        if (content.isString()) {
            return content.stringValue().isEmpty() ? List.of() : List.of(new Content.Text(content.stringValue()));
        }
        List<Content> parts = new ArrayList<>();
        for (JsonNode part : content) {
            part(part).ifPresent(parts::add);
        }
        return parts;
    }

    private Optional<Content> part(JsonNode part) {
        String type = InspectJson.anyText(part, "type");
        switch (type) {
            case "text" -> {
                return Optional.of(new Content.Text(InspectJson.anyText(part, "text")));
            }
            case "reasoning" -> {
                return Optional.of(new Content.Reasoning(
                        InspectJson.anyText(part, "reasoning"),
                        InspectJson.text(part, "signature"),
                        InspectJson.flag(part, "redacted")));
            }
            case "image" -> {
                try {
                    return Optional.of(new Content.Image(
                            InspectJson.anyText(part, "image"), detail(InspectJson.anyText(part, "detail"))));
                } catch (IllegalArgumentException noAddress) {
                    left.add("content image by file name");
                    return Optional.empty();
                }
            }
            default -> {
                left.add("content " + type);
                return Optional.empty();
            }
        }
    }

    private static Content.Image.Detail detail(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "low" -> Content.Image.Detail.LOW;
            case "high" -> Content.Image.Detail.HIGH;
            default -> Content.Image.Detail.AUTO;
        };
    }

    private static List<ToolCall> toolCalls(JsonNode message) {
        List<ToolCall> calls = new ArrayList<>();
        for (JsonNode call : InspectJson.array(message, "tool_calls")) {
            calls.add(toolCall(call));
        }
        return calls;
    }

    /// Arguments that were no JSON stand under {@link MessageWriter#RAW} in logs of Assay.
    static ToolCall toolCall(JsonNode call) {
        JsonNode arguments = call.get("arguments");
        Optional<String> raw = call.has("parse_error") && arguments != null && arguments.size() == 1
                ? InspectJson.text(arguments, MessageWriter.RAW)
                : Optional.empty();
        return new ToolCall(
                InspectJson.anyText(call, "id"),
                InspectJson.anyText(call, "function"),
                raw.orElseGet(() -> InspectJson.anyText(call, "arguments")));
    }
}
