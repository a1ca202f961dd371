package dev.assay.engine.template;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ToolInfo;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// All that a chat template is shown.
///
/// @param messages the conversation, at least one message
/// @param tools what the model may call; where there are none, the template sees `tools` as none
/// @param generationPrompt whether the text ends with the opening of the assistant's answer
/// @param variables more variables, such as `enable_thinking` or `documents`: what transformers takes as
///     keywords and servers as `chat_template_kwargs`; one of the same name hides a special token
/// @param template the name of the template where the folder has several, such as `rag`; empty takes
///     `tool_use` where there are tools and such a template, else `default`
/// @param now what `strftime_now` tells; [#STANDING] unless stated, so that the same conversation is the
///     same text tomorrow
public record TemplateInput(
        List<ChatMessage> messages,
        List<ToolInfo> tools,
        boolean generationPrompt,
        ObjectNode variables,
        Optional<String> template,
        LocalDateTime now) {

    /// The time that stands still: midnight of 26 July 2024, the date that Llama's templates fall back to.
    public static final LocalDateTime STANDING = LocalDateTime.of(2024, 7, 26, 0, 0);

    /// @throws NullPointerException if anything is null
    public TemplateInput {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        variables = variables.deepCopy();
        Objects.requireNonNull(template, "template");
        Objects.requireNonNull(now, "now");
    }

    /// A conversation that the assistant is to continue, without tools.
    public static TemplateInput of(List<ChatMessage> messages) {
        return new TemplateInput(
                messages, List.of(), true, JsonMapper.shared().createObjectNode(), Optional.empty(), STANDING);
    }

    /// The messages and tools of a request.
    public static TemplateInput of(ModelRequest request) {
        return of(request.messages()).withTools(request.tools());
    }

    public TemplateInput withTools(List<ToolInfo> value) {
        return new TemplateInput(messages, value, generationPrompt, variables, template, now);
    }

    public TemplateInput withGenerationPrompt(boolean value) {
        return new TemplateInput(messages, tools, value, variables, template, now);
    }

    public TemplateInput withVariables(ObjectNode value) {
        return new TemplateInput(messages, tools, generationPrompt, value, template, now);
    }

    public TemplateInput withTemplate(String value) {
        return new TemplateInput(messages, tools, generationPrompt, variables, Optional.of(value), now);
    }

    public TemplateInput withNow(LocalDateTime value) {
        return new TemplateInput(messages, tools, generationPrompt, variables, template, value);
    }
}
