package dev.assay.engine;

import dev.assay.core.model.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Finds tool calls in the text that a model wrote, in the forms that chat templates teach:
///
/// - `<tool_call>{"name": ..., "arguments": {...}}</tool_call>` (Hermes, Qwen 2.5 and 3),
/// - `<tool_call><function=NAME><parameter=KEY>VALUE</parameter></function></tool_call>` (Qwen 3 Coder and 3.5),
/// - `<function=NAME>{...}</function>` (Llama 3.1, Functionary),
/// - a text that is nothing but `{"name": ..., "parameters": {...}}` or a list of such objects, after
///   `[TOOL_CALLS]` or `<|python_tag|>` where these were decoded (Llama 3, Mistral).
///
/// What names no tool that was offered, or is not whole, stays text.
public final class ToolCallText {

    private static final int LONGEST = 1 << 20;
    private static final Pattern TAGGED = Pattern.compile("<tool_call>(.*?)</tool_call>", Pattern.DOTALL);
    private static final Pattern FUNCTION =
            Pattern.compile("<function=([A-Za-z0-9_-]{1,64})>(.*?)</function>", Pattern.DOTALL);
    private static final Pattern PARAMETER =
            Pattern.compile("<parameter=([^>\n]{1,200})>\n?(.*?)\n?</parameter>", Pattern.DOTALL);
    private static final Pattern MARK = Pattern.compile("^\\s*(\\[TOOL_CALLS]|<\\|python_tag\\|>)");

    private ToolCallText() {}

    /// A text without its calls, and the calls.
    public record Parsed(String content, List<ToolCall> calls) {}

    /// @param tools names of the tools that were offered
    public static Parsed parse(String text, List<String> tools) {
        if (tools.isEmpty() || text.length() > LONGEST) {
            return new Parsed(text, List.of());
        }
        for (var pattern : List.of(TAGGED, FUNCTION)) {
            var found = within(text, pattern, tools);
            if (!found.calls().isEmpty()) {
                return found;
            }
        }
        return whole(text, tools);
    }

    private static Parsed within(String text, Pattern pattern, List<String> tools) {
        var calls = new ArrayList<ToolCall>();
        var content = new StringBuilder();
        var matcher = pattern.matcher(text);
        var from = 0;
        while (matcher.find()) {
            var call = pattern == TAGGED
                    ? tagged(matcher.group(1), tools, calls.size())
                    : function(matcher.group(1), matcher.group(2), tools, calls.size());
            if (call.isPresent()) {
                content.append(text, from, matcher.start());
                from = matcher.end();
                calls.add(call.get());
            }
        }
        return new Parsed(content.append(text.substring(from)).toString().strip(), calls);
    }

    private static Optional<ToolCall> tagged(String inner, List<String> tools, int index) {
        var function = FUNCTION.matcher(inner);
        if (function.find()) {
            return function(function.group(1), function.group(2), tools, index);
        }
        return json(inner).flatMap(node -> object(node, tools, index));
    }

    private static Optional<ToolCall> function(String name, String body, List<String> tools, int index) {
        if (!tools.contains(name)) {
            return Optional.empty();
        }
        var object = json(body);
        if (object.isPresent() && object.get().isObject()) {
            return Optional.of(call(name, object.get(), index));
        }
        var arguments = JsonMapper.shared().createObjectNode();
        var parameters = PARAMETER.matcher(body);
        while (parameters.find()) {
            var value = json(parameters.group(2));
            arguments.set(
                    parameters.group(1).strip(), value.orElseGet(() -> arguments.stringNode(parameters.group(2))));
        }
        return arguments.isEmpty() && !body.isBlank() ? Optional.empty() : Optional.of(call(name, arguments, index));
    }

    private static Parsed whole(String text, List<String> tools) {
        var node = json(MARK.matcher(text).replaceFirst(""));
        var calls = new ArrayList<ToolCall>();
        if (node.isPresent() && node.get().isArray()) {
            for (var each : node.get()) {
                object(each, tools, calls.size()).ifPresent(calls::add);
            }
            if (calls.size() < node.get().size()) {
                calls.clear();
            }
        } else {
            node.flatMap(each -> object(each, tools, 0)).ifPresent(calls::add);
        }
        return calls.isEmpty() ? new Parsed(text, List.of()) : new Parsed("", calls);
    }

    private static Optional<ToolCall> object(JsonNode node, List<String> tools, int index) {
        var name = node.path("name").asString("");
        var arguments = node.has("arguments") ? node.path("arguments") : node.path("parameters");
        return tools.contains(name) && (arguments.isObject() || arguments.isMissingNode())
                ? Optional.of(call(name, arguments, index))
                : Optional.empty();
    }

    /// The id is made of what was called, so that the same answer has the same ids: nine letters and digits, which
    /// is what Mistral's templates ask for.
    private static ToolCall call(String name, JsonNode arguments, int index) {
        var text = arguments instanceof ObjectNode ? JsonMapper.shared().writeValueAsString(arguments) : "{}";
        var sum = new CRC32();
        sum.update((index + name + text).getBytes(StandardCharsets.UTF_8));
        return new ToolCall("c%08x".formatted(sum.getValue()), name, text);
    }

    private static Optional<JsonNode> json(String text) {
        try {
            var node = JsonMapper.shared().readTree(text.strip());
            return node.isMissingNode() ? Optional.empty() : Optional.of(node);
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }
}
