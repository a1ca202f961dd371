package dev.assay.serve;

import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads a request for `/v1/chat/completions`.
final class ChatRequest {

    private final Fields fields;
    private final Served model;

    private ChatRequest(Fields fields, Served model) {
        this.fields = fields;
        this.model = model;
    }

    /// @throws ApiError if it asks for what cannot be done
    static Job read(Fields fields, Served model) {
        return new ChatRequest(fields, model).read();
    }

    private Job read() {
        refuse();
        var tools = tools();
        var variables = variables(tools);
        var logprobs = fields.truth("logprobs");
        var alternatives = (int) fields.whole("top_logprobs", 0, 0, 20);
        if (alternatives > 0 && !logprobs) {
            throw ApiError.invalid("top_logprobs", "'top_logprobs' needs 'logprobs' to be true.");
        }
        var sampling = Job.sampling(fields, logprobs, alternatives);
        var stop = fields.stop();
        var stream = fields.truth("stream");
        var includeUsage = Job.includeUsage(fields, stream);
        var choices = (int) fields.whole("n", 1, 1, 128);
        var asked = fields.whole(
                "max_completion_tokens", fields.whole("max_tokens", 0, 1, Integer.MAX_VALUE), 1, Integer.MAX_VALUE);
        fields.choice(); // known before what is unknown is refused
        fields.refuseUnknown();
        var prompt = model.encode(variables);
        model.requireRoom(prompt, "messages");
        var longest = asked == 0 ? model.unasked(prompt.length, choices) : (int) asked;
        var settings = Job.settings(fields, model, sampling, longest, stop);
        if (!settings.choices().isEmpty() && tools.isPresent()) {
            throw ApiError.invalid("tools", "'tools' and a choice of answers exclude each other: leave out one.");
        }
        return new Job(
                List.of(prompt),
                choices,
                settings,
                stream,
                includeUsage,
                tools.map(this::names).orElse(List.of()),
                List.of());
    }

    private void refuse() {
        Job.refuseCommon(fields);
        fields.refuse(
                "response_format",
                "answers come as plain text",
                node -> node.path("type").asString("").equals("text"));
        fields.refuse(
                "modalities",
                "the model writes text",
                node -> node.size() == 1 && node.path(0).asString("").equals("text"));
        fields.refuse("audio", "the model writes text", JsonNode::isNull);
        fields.refuse("prediction", "there is no predicted output", JsonNode::isNull);
        fields.refuse("web_search_options", "nothing is searched", JsonNode::isNull);
        fields.refuse("verbosity", "the model has no such setting", JsonNode::isNull);
        fields.refuse("functions", "use 'tools'", JsonNode::isNull);
        fields.refuse("function_call", "use 'tool_choice'", JsonNode::isNull);
        fields.refuse(
                "parallel_tool_calls",
                "the model is not kept from calling several tools",
                node -> node.isBoolean() && node.asBoolean());
    }

    /// The tools that are offered; empty where none are, or none may be called.
    private Optional<ArrayNode> tools() {
        var tools = fields.node("tools");
        var choice = fields.node("tool_choice").orElse(JsonMapper.shared().missingNode());
        var word = choice.asString("");
        if (tools.isEmpty() || tools.get().isEmpty()) {
            if (!choice.isMissingNode() && !word.equals("none") && !word.equals("auto")) {
                throw ApiError.invalid("tool_choice", "'tool_choice' is only allowed when 'tools' are given.");
            }
            return Optional.empty();
        }
        if (!choice.isMissingNode() && !word.equals("auto") && !word.equals("none")) {
            throw ApiError.unsupported(
                    "tool_choice",
                    "'tool_choice' may be 'auto' or 'none' at this server: the model cannot be made to call a tool.");
        }
        if (!(tools.get() instanceof ArrayNode list)) {
            throw Fields.wrongType("tools", "a list");
        }
        for (var i = 0; i < list.size(); i++) {
            var tool = list.get(i);
            if (!tool.path("type").asString("").equals("function")
                    || !tool.path("function").path("name").isString()) {
                throw ApiError.invalid(
                        "tools", "Each of 'tools' must be {\"type\": \"function\", \"function\": {\"name\": ...}}.");
            }
            var strict = tool.path("function").path("strict");
            if (!strict.isMissingNode() && !strict.isNull() && !(strict.isBoolean() && !strict.asBoolean())) {
                var place = "tools[%d].function.strict".formatted(i);
                throw ApiError.unsupported(
                        place,
                        "'%s' is not supported by this server: the model is not held to the tool's schema."
                                .formatted(place));
            }
        }
        if (!model.template().uses("tools")) {
            throw ApiError.unsupported(
                    "tools", "'tools' is not supported by this model: its chat template does not show them.");
        }
        return word.equals("none") ? Optional.empty() : Optional.of(list);
    }

    private List<String> names(ArrayNode tools) {
        return tools.valueStream()
                .map(tool -> tool.path("function").path("name").asString())
                .toList();
    }

    private ObjectNode variables(Optional<ArrayNode> tools) {
        var variables = JsonMapper.shared().createObjectNode();
        fields.node("chat_template_kwargs").ifPresent(more -> {
            if (!(more instanceof ObjectNode object)) {
                throw Fields.wrongType("chat_template_kwargs", "an object");
            }
            object.forEachEntry(this::requireSeen);
            variables.setAll(object);
        });
        takeIfUsed("reasoning_effort", variables);
        takeIfUsed("documents", variables);
        tools.ifPresentOrElse(list -> variables.set("tools", list), () -> variables.remove("tools"));
        variables.put("add_generation_prompt", true);
        variables.set("messages", messages());
        return variables;
    }

    /// Refuses a variable that would be replaced, or that no template looks at.
    private void requireSeen(String name, JsonNode value) {
        var shown = name.length() > 100 ? name.substring(0, 100) : name;
        var place = "chat_template_kwargs." + shown;
        switch (name) {
            case "messages", "tools" ->
                throw ApiError.invalid(
                        place, "'%s' is not allowed: give '%s' beside 'chat_template_kwargs'.".formatted(place, name));
            case "add_generation_prompt" -> {
                if (!value.isBoolean() || !value.asBoolean()) {
                    throw ApiError.unsupported(
                            place, "'%s' may only be true: this server asks for an answer.".formatted(place));
                }
            }
            default -> {
                if (!model.template().uses(name)) {
                    throw ApiError.unsupported(
                            place,
                            "'%s' is not supported by this model: its chat template does not look at it."
                                    .formatted(place));
                }
            }
        }
    }

    private void takeIfUsed(String name, ObjectNode variables) {
        fields.node(name).ifPresent(value -> {
            if (!model.template().uses(name)) {
                throw ApiError.unsupported(
                        name,
                        "'%s' is not supported by this model: its chat template does not look at it.".formatted(name));
            }
            variables.set(name, value);
        });
    }

    private ArrayNode messages() {
        var messages = fields.node("messages")
                .orElseThrow(() -> ApiError.badRequest(
                        "messages", "missing_required_parameter", "Missing required parameter: 'messages'."));
        if (!(messages instanceof ArrayNode list) || list.isEmpty()) {
            throw ApiError.invalid("messages", "'messages' must be a list of at least one message.");
        }
        var plain = JsonMapper.shared().createArrayNode();
        for (var i = 0; i < list.size(); i++) {
            plain.add(message(list.get(i), "messages[%d]".formatted(i)));
        }
        return plain;
    }

    /// A message as chat templates expect it: text as one string, the arguments of calls as objects.
    private ObjectNode message(JsonNode given, String place) {
        if (!(given instanceof ObjectNode object)) {
            throw Fields.wrongType(place, "an object");
        }
        var message = object.deepCopy();
        var role = message.path("role").asString("");
        switch (role) {
            case "developer" -> {
                if (!model.template().uses("developer")) {
                    message.put("role", "system");
                }
            }
            case "system", "user", "assistant", "tool" -> {}
            default ->
                throw ApiError.invalid(
                        place + ".role",
                        "'%s.role' must be system, developer, user, assistant or tool.".formatted(place));
        }
        var calls = message.path("tool_calls");
        if (role.equals("tool") || !calls.isEmpty()) {
            if (!model.template().uses("tool_calls")) {
                throw ApiError.unsupported(
                        place, "Tool calls are not supported by this model: its chat template does not show them.");
            }
        }
        if (!message.path("function_call").isMissingNode()
                && !message.path("function_call").isNull()) {
            throw ApiError.unsupported(place + ".function_call", "Use 'tool_calls' instead of 'function_call'.");
        }
        setContent(message, place, !calls.isEmpty());
        for (var call : calls) {
            parseArguments(call);
        }
        return message;
    }

    private static void setContent(ObjectNode message, String place, boolean mayBeNull) {
        var content = message.path("content");
        if (content.isString()) {
            return;
        }
        if ((content.isMissingNode() || content.isNull()) && mayBeNull) {
            message.putNull("content");
            return;
        }
        if (!content.isArray()) {
            throw Fields.wrongType(place + ".content", "a string or a list of parts");
        }
        var text = new StringBuilder();
        for (var part : content) {
            var type = part.path("type").asString("");
            if (!type.equals("text") || !part.path("text").isString()) {
                throw ApiError.unsupported(
                        place + ".content",
                        "Content of type '%s' is not supported by this model: it reads text."
                                .formatted(type.length() > 50 ? type.substring(0, 50) : type));
            }
            text.append(part.path("text").asString());
        }
        message.put("content", text.toString());
    }

    private static void parseArguments(JsonNode call) {
        if (call.path("function") instanceof ObjectNode function
                && function.path("arguments").isString()) {
            try {
                var arguments =
                        JsonMapper.shared().readTree(function.path("arguments").asString());
                if (arguments.isObject()) {
                    function.set("arguments", arguments);
                }
            } catch (JacksonException noJson) {
                return; // what the model wrote stays as it is
            }
        }
    }
}
