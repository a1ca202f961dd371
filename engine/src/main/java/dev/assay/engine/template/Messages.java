package dev.assay.engine.template;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Conversations and tools in the form that chat templates expect, which is that of a chat API, but with a
/// call's arguments as an object.
final class Messages {

    /// Under which names a message's thoughts come, the first that is there before the others.
    private static final List<String> THOUGHTS = List.of("reasoning_content", "thinking", "reasoning");

    private Messages() {}

    static List<Object> of(List<ChatMessage> messages) {
        var list = new ArrayList<Object>();
        messages.forEach(message -> list.add(of(message)));
        return list;
    }

    /// Messages as transformers prepares them since 5.24 (`_normalize_chat_messages` and `_alias_reasoning_fields`):
    /// without the fields that are none, and with thoughts under the names that templates look for,
    /// `reasoning_content` and `thinking`.
    ///
    /// @throws TemplateException if they are no list, or one is no object
    static List<Object> prepared(Object messages) {
        if (!(messages instanceof List<?> list)) {
            throw new TemplateException(0, "Messages are a list, not %s".formatted(Values.type(messages)));
        }
        var prepared = new ArrayList<Object>();
        for (var message : list) {
            if (!(message instanceof Map<?, ?> fields)) {
                throw new TemplateException(0, "A message is an object, not %s".formatted(Values.type(message)));
            }
            prepared.add(prepared(fields));
        }
        return prepared;
    }

    private static Map<Object, Object> prepared(Map<?, ?> fields) {
        var prepared = new LinkedHashMap<Object, Object>();
        var thoughts = THOUGHTS.stream()
                .<Object>map(fields::get)
                .filter(value -> value != null && value != Values.NONE)
                .findFirst();
        thoughts.ifPresent(value -> prepared.put("thinking", value));
        fields.forEach((name, value) -> {
            if (value != Values.NONE) {
                prepared.put(name, value);
            }
        });
        thoughts.ifPresent(value -> prepared.put("reasoning_content", value));
        return prepared;
    }

    /// The content of a message that only calls tools is none.
    private static Map<String, Object> of(ChatMessage message) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("role", message.role().wireName());
        if (message.parts().stream().anyMatch(part -> part instanceof Content.Image)) {
            throw new TemplateException(0, "A model of text cannot be shown an image");
        }
        var text = message.content();
        fields.put("content", text.isEmpty() && !message.toolCalls().isEmpty() ? Values.NONE : text);
        var reasoning = message.reasoning();
        if (!reasoning.isEmpty()) {
            fields.put("reasoning_content", reasoning);
        }
        if (!message.toolCalls().isEmpty()) {
            var calls = new ArrayList<Object>();
            message.toolCalls().forEach(call -> calls.add(of(call)));
            fields.put("tool_calls", calls);
        }
        message.toolResult().ifPresent(result -> {
            fields.put("tool_call_id", result.toolCallId());
            fields.put("name", result.function());
        });
        return fields;
    }

    private static Map<String, Object> of(ToolCall call) {
        var function = new LinkedHashMap<String, Object>();
        function.put("name", call.function());
        function.put(
                "arguments", call.parsedArguments().<Object>map(JsonValues::of).orElse(call.arguments()));
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", call.id());
        fields.put("type", "function");
        fields.put("function", function);
        return fields;
    }

    /// @throws TemplateException if the parameters of a tool are no JSON
    static List<Object> tools(List<ToolInfo> tools) {
        var list = new ArrayList<Object>();
        for (var tool : tools) {
            var function = new LinkedHashMap<String, Object>();
            function.put("name", tool.name());
            function.put("description", tool.description());
            try {
                function.put("parameters", JsonValues.of(JsonMapper.shared().readTree(tool.parameters())));
            } catch (JacksonException e) {
                throw new TemplateException(0, "The parameters of the tool '%s' are no JSON".formatted(tool.name()));
            }
            var fields = new LinkedHashMap<String, Object>();
            fields.put("type", "function");
            fields.put("function", function);
            list.add(fields);
        }
        return list;
    }
}
