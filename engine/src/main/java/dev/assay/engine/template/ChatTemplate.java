package dev.assay.engine.template;

import dev.assay.core.model.ChatMessage;
import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Turns a conversation into the one text that a model continues, as its folder's chat template says.
///
/// The template sees `messages`, `add_generation_prompt`, the special tokens (`bos_token`, `eos_token`
/// and so on), `raise_exception`, `range`, `dict` and `namespace`. It does not see the date:
/// `strftime_now` is not defined, so that the same conversation is the same text tomorrow. Immutable.
public final class ChatTemplate {

    private static final String FILE = "chat_template.jinja";
    private static final String CONFIG = "tokenizer_config.json";
    private static final int LONGEST_RANGE = 100_000;

    private final List<Statement> statements;
    private final Map<String, Object> variables;

    private ChatTemplate(List<Statement> statements, Map<String, Object> variables) {
        this.statements = statements;
        this.variables = variables;
    }

    /// A template from its source.
    ///
    /// @param specialTokens such as `bos_token` to `<s>`
    /// @throws TemplateException if it is no template, or uses what is not known here
    public static ChatTemplate of(String source, Map<String, String> specialTokens) {
        var variables = new HashMap<String, Object>(specialTokens);
        variables.put("raise_exception", (Values.Function) (a, _) -> {
            throw new TemplateException(
                    0, a.isEmpty() ? "The template refused the messages" : Values.text(a.getFirst()));
        });
        variables.put("namespace", (Values.Function) (_, named) -> new Values.Namespace(new LinkedHashMap<>(named)));
        variables.put("dict", (Values.Function) (_, named) -> new LinkedHashMap<>(named));
        variables.put("range", (Values.Function) (a, _) -> range(a));
        return new ChatTemplate(Parser.parse(source), Map.copyOf(variables));
    }

    /// The template of a model folder: `chat_template.jinja`, else `chat_template` in
    /// `tokenizer_config.json`.
    ///
    /// @throws CheckpointException if the folder has none, or its files cannot be read
    /// @throws TemplateException if it is no template
    public static ChatTemplate open(Path folder) {
        var config = folder.resolve(CONFIG);
        try {
            var settings = Files.exists(config)
                    ? JsonMapper.shared().readTree(Files.readAllBytes(config))
                    : JsonMapper.shared().createObjectNode();
            var file = folder.resolve(FILE);
            var source = Files.exists(file) ? Optional.of(Files.readString(file)) : inSettings(settings);
            return of(
                    source.orElseThrow(() -> new CheckpointException(
                            "%s has no chat template: put one into %s, or as chat_template into %s"
                                    .formatted(folder, FILE, CONFIG))),
                    specialTokens(settings));
        } catch (IOException e) {
            throw new CheckpointException(
                    "Cannot read the chat template of %s: %s".formatted(folder, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(config.toString(), e);
        }
    }

    private static Optional<String> inSettings(JsonNode settings) {
        var node = settings.path("chat_template");
        if (node.isString()) {
            return Optional.of(node.asString());
        }
        for (var named : node) { // several templates, each with its name
            if (named.path("name").asString("").equals("default")) {
                return Optional.of(named.path("template").asString(""));
            }
        }
        return Optional.empty();
    }

    /// The special tokens that a `tokenizer_config.json` names, such as `bos_token`.
    static Map<String, String> specialTokens(JsonNode settings) {
        var tokens = new HashMap<String, String>();
        for (var entry : settings.properties()) {
            var value = entry.getValue().isObject() ? entry.getValue().path("content") : entry.getValue();
            if (entry.getKey().endsWith("_token") && value.isString()) {
                tokens.put(entry.getKey(), value.asString());
            }
        }
        return tokens;
    }

    /// The text of a conversation.
    ///
    /// @param generationPrompt whether the text ends with the opening of the assistant's answer
    /// @throws TemplateException if the template refuses the messages or fails on them
    public String render(List<ChatMessage> messages, boolean generationPrompt) {
        var list = new ArrayList<Object>();
        for (var message : messages) {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("role", message.role().wireName());
            fields.put("content", message.content());
            list.add(fields);
        }
        return render(Map.of("messages", list, "add_generation_prompt", generationPrompt, "tools", Values.NONE));
    }

    /// The text for these variables beside the special tokens: strings, numbers, truth values, lists and
    /// maps.
    String render(Map<String, Object> more) {
        var all = new HashMap<>(variables);
        all.putAll(more);
        return Interpreter.render(statements, all);
    }

    private static List<Object> range(List<Object> arguments) {
        var from = arguments.size() > 1 ? Values.toLong(arguments.get(0)) : 0;
        var to = Values.toLong(Methods.argument(arguments, arguments.size() > 1 ? 1 : 0));
        var step = arguments.size() > 2 ? Values.toLong(arguments.get(2)) : 1;
        if (step == 0 || Math.abs((to - from) / step) > LONGEST_RANGE) {
            throw new IllegalArgumentException("The range from %d to %d by %d is too long".formatted(from, to, step));
        }
        var numbers = new ArrayList<Object>();
        for (var i = from; step > 0 ? i < to : i > to; i += step) {
            numbers.add(i);
        }
        return numbers;
    }
}
