package dev.assay.engine.template;

import dev.assay.core.model.ChatMessage;
import dev.assay.engine.checkpoint.CheckpointException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Turns a conversation into the one text that a model continues, as its folder's chat template says, and as
/// `apply_chat_template` of transformers 5.24 does: fields of messages that are none are left out, and thoughts stand
/// under `reasoning_content` and `thinking`, whatever of `reasoning_content`, `thinking` and `reasoning` they came as.
///
/// The template sees `messages`, `tools`, `documents`, `add_generation_prompt`, the special tokens
/// (`bos_token`, `eos_token` and so on), the caller's variables, `raise_exception`, `strftime_now`, `range`,
/// `dict`, `namespace`, `cycler` and `joiner`. It is input like any other: a rendering takes at most two million
/// steps or 134 million characters of work, writes at most 33 million characters and reaches no object of the
/// program. Immutable.
public final class ChatTemplate {

    private static final String DEFAULT = "default";
    private static final String TOOL_USE = "tool_use";

    private final Map<String, Parsed> templates;
    private final Map<String, Object> variables;

    /// A template with the names that stand in it.
    private record Parsed(List<Statement> statements, Set<String> names) {}

    /// A rendered conversation.
    ///
    /// @param text what the model is shown
    /// @param generated the parts of the text that the assistant said, as far as the template marks them by
    ///     `generation`: in order, in characters from `from` up to `to`; those within macros are left out
    public record Rendering(String text, List<Span> generated) {
        public Rendering {
            generated = List.copyOf(generated);
        }
    }

    /// A part of a text.
    public record Span(int from, int to) {}

    private ChatTemplate(Map<String, Parsed> templates, Map<String, Object> variables) {
        this.templates = templates;
        this.variables = variables;
    }

    /// A template from its source.
    ///
    /// @param specialTokens such as `bos_token` to `<s>`
    /// @throws TemplateException if it is no template, is longer than a million characters, or uses blocks that
    ///     are not known here
    public static ChatTemplate of(String source, Map<String, String> specialTokens) {
        return ofNamed(Map.of(DEFAULT, source), specialTokens);
    }

    /// Templates from their sources, each with its name, such as `default`, `tool_use` and `rag`.
    ///
    /// @throws TemplateException as [#of], naming the template
    public static ChatTemplate ofNamed(Map<String, String> sources, Map<String, String> specialTokens) {
        var templates = new HashMap<String, Parsed>();
        sources.forEach((name, source) -> {
            try {
                var tokens = Lexer.read(source);
                templates.put(name, new Parsed(Parser.parse(tokens), Parser.names(tokens)));
            } catch (TemplateException e) {
                throw sources.size() == 1 ? e : new TemplateException(0, "In '%s': %s".formatted(name, e.getMessage()));
            }
        });
        var variables = new HashMap<String, Object>(specialTokens);
        Globals.add(variables);
        return new ChatTemplate(Map.copyOf(templates), Map.copyOf(variables));
    }

    /// The templates of a model folder, looked for as transformers does: `chat_template.jinja` and
    /// `additional_chat_templates/NAME.jinja`; else `chat_template` in `tokenizer_config.json`, a text or a list
    /// of named ones; else `chat_template.json`.
    ///
    /// @throws CheckpointException if the folder has none, or its files cannot be read
    /// @throws TemplateException if one is no template, or takes more than it may even for a short question
    public static ChatTemplate open(Path folder) {
        return TemplateFiles.open(folder);
    }

    /// The names of the templates, in alphabetical order.
    public List<String> names() {
        return List.copyOf(new TreeSet<>(templates.keySet()));
    }

    /// Whether a name, such as `tools` or `tool_calls`, or a string of that text, such as a role, stands in a tag of
    /// a template: one that has it not would drop what it names without a word.
    public boolean uses(String name) {
        return templates.values().stream().anyMatch(template -> template.names().contains(name));
    }

    /// The text of a conversation without tools.
    ///
    /// @param generationPrompt whether the text ends with the opening of the assistant's answer
    /// @throws TemplateException if the template refuses the messages or fails on them
    public String render(List<ChatMessage> messages, boolean generationPrompt) {
        return render(TemplateInput.of(messages).withGenerationPrompt(generationPrompt))
                .text();
    }

    /// The text for all that a template may be shown.
    ///
    /// @throws TemplateException if the template refuses or fails, if there is none of the name asked for, or if
    ///     there is no message
    public Rendering render(TemplateInput input) {
        var all = new LinkedHashMap<>(JsonValues.fields(input.variables()));
        all.put("messages", Messages.of(input.messages()));
        all.put("tools", input.tools().isEmpty() ? Values.NONE : Messages.tools(input.tools()));
        all.put("add_generation_prompt", input.generationPrompt());
        return render(named(input), all, input.now());
    }

    /// The text for variables as transformers is given them: `messages` and `tools` in the form of a chat API,
    /// `add_generation_prompt`, `documents` and whatever else. Tools and documents that are not given are none.
    ///
    /// @param now what `strftime_now` tells
    /// @throws TemplateException if the template refuses or fails, if there is no message, or if messages are not a
    ///     list of objects
    public Rendering render(ObjectNode variables, LocalDateTime now) {
        return render(named(variables.path("tools")), JsonValues.fields(variables), now);
    }

    private Rendering render(Parsed template, Map<String, Object> more, LocalDateTime now) {
        if (more.getOrDefault("messages", List.of()).equals(List.of())) {
            throw new TemplateException(0, "A conversation needs at least one message");
        }
        var all = new HashMap<>(variables);
        all.put("strftime_now", (Values.Function)
                given -> Strftime.of(now, given.bind(1, "format").text(0)));
        all.put("tools", Values.NONE);
        all.put("documents", Values.NONE);
        all.putAll(more);
        all.computeIfPresent("messages", (_, messages) -> Messages.prepared(messages));
        return Interpreter.render(template.statements(), all);
    }

    private Parsed named(TemplateInput input) {
        if (input.template().isEmpty()) {
            return byDefault(!input.tools().isEmpty());
        }
        var name = input.template().get();
        var template = templates.get(name);
        if (template == null) {
            throw new TemplateException(0, "There is no template '%s' but %s".formatted(name, names()));
        }
        return template;
    }

    private Parsed named(JsonNode tools) {
        return byDefault(!tools.isMissingNode() && !tools.isNull());
    }

    private Parsed byDefault(boolean withTools) {
        var template = templates.get(withTools && templates.containsKey(TOOL_USE) ? TOOL_USE : DEFAULT);
        if (template == null && templates.size() == 1) {
            return templates.values().iterator().next();
        }
        if (template == null) {
            throw new TemplateException(0, "No template is named 'default': name one of %s".formatted(names()));
        }
        return template;
    }
}
