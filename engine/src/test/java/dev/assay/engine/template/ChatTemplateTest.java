package dev.assay.engine.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.template.ChatTemplate.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a template is shown of a conversation, and how it is found in a folder.
class ChatTemplateTest {

    private static final List<ChatMessage> HI = List.of(ChatMessage.user("hi"));
    private static final ToolInfo CLOCK = new ToolInfo("clock", "The time.", "{\"type\": \"object\", \"b\": [1, 2.5]}");

    private static String render(String source, TemplateInput input) {
        return ChatTemplate.of(source, Map.of("bos_token", "<s>")).render(input).text();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text);
    }

    @Test
    void toolsHaveTheFormOfAChatApi() {
        assertThat(render("{{ tools | tojson }}", TemplateInput.of(HI).withTools(List.of(CLOCK))))
                .isEqualTo(
                        "[{\"type\": \"function\", \"function\": {\"name\": \"clock\", \"description\": \"The time.\", "
                                + "\"parameters\": {\"type\": \"object\", \"b\": [1, 2.5]}}}]");
        assertThat(render("{{ tools is none }} {{ documents is none }}", TemplateInput.of(HI)))
                .isEqualTo("True True");
    }

    @Test
    void callsResultsAndThoughtsAreShown() {
        var talk = List.of(
                ChatMessage.user("time?"),
                ChatMessage.assistant(
                        List.of(Content.Reasoning.of("look")), List.of(new ToolCall("c1", "clock", "{\"at\": [1]}"))),
                ChatMessage.tool("noon", new ToolResult("c1", "clock", Optional.empty())));
        assertThat(render("{{ messages[1:] | tojson }}", TemplateInput.of(talk)))
                .isEqualTo("[{\"thinking\": \"look\", \"role\": \"assistant\", \"reasoning_content\": \"look\", "
                        + "\"tool_calls\": [{\"id\": \"c1\", \"type\": \"function\", "
                        + "\"function\": {\"name\": \"clock\", \"arguments\": {\"at\": [1]}}}]}, {\"role\": \"tool\", "
                        + "\"content\": \"noon\", \"tool_call_id\": \"c1\", \"name\": \"clock\"}]");
    }

    @Test
    void argumentsThatAreNoJsonStayAsTheModelWroteThem() {
        var talk = List.of(
                ChatMessage.user("q"),
                ChatMessage.assistant(List.of(), List.of(new ToolCall("c1", "clock", "{\"at\": "))));
        assertThat(render("{{ messages[1].tool_calls[0].function.arguments }}", TemplateInput.of(talk)))
                .isEqualTo("{\"at\": ");
    }

    @Test
    void moreVariablesReachTheTemplateAndHideSpecialTokens() {
        var input = TemplateInput.of(HI)
                .withVariables(
                        json("{\"enable_thinking\": false, \"bos_token\": \"[B]\", \"documents\": [{\"title\": 1}]}"));
        assertThat(render("{{ bos_token }}{{ enable_thinking }}{{ documents[0].title }}", input))
                .isEqualTo("[B]False1");
    }

    @Test
    void whatTheCallerSaysOfTheMessagesIsNotHiddenByVariables() {
        var input = TemplateInput.of(HI).withVariables(json("{\"messages\": [], \"tools\": [1]}"));
        assertThat(render("{{ messages[0].content }}{{ tools is none }}", input))
                .isEqualTo("hiTrue");
    }

    @Test
    void theDateStandsStillUnlessGiven() {
        var source = "{{ strftime_now('%d %b %Y') }}";
        assertThat(render(source, TemplateInput.of(HI))).isEqualTo("26 Jul 2024");
        assertThat(render(source, TemplateInput.of(HI).withNow(LocalDateTime.of(2031, 2, 3, 4, 5))))
                .isEqualTo("03 Feb 2031");
    }

    @Test
    void theAssistantsPartsAreMarked() {
        var rendering = ChatTemplate.of(
                        "{% for m in messages %}<{% generation %}{{ m.content }}{% endgeneration %}>{% endfor %}",
                        Map.of())
                .render(TemplateInput.of(List.of(ChatMessage.user("ab"), ChatMessage.user("c"))));
        assertThat(rendering.text()).isEqualTo("<ab><c>");
        assertThat(rendering.generated()).containsExactly(new Span(1, 3), new Span(5, 6));
    }

    @Test
    void toolUseIsTakenWhereThereAreTools() {
        var template = ChatTemplate.ofNamed(Map.of("default", "plain", "tool_use", "tools", "rag", "docs"), Map.of());
        assertThat(template.names()).containsExactly("default", "rag", "tool_use");
        assertThat(template.render(TemplateInput.of(HI)).text()).isEqualTo("plain");
        assertThat(template.render(TemplateInput.of(HI).withTools(List.of(CLOCK)))
                        .text())
                .isEqualTo("tools");
        assertThat(template.render(TemplateInput.of(HI).withTemplate("rag")).text())
                .isEqualTo("docs");
        assertThatThrownBy(() -> template.render(TemplateInput.of(HI).withTemplate("x")))
                .isInstanceOf(TemplateException.class)
                .hasMessage("There is no template 'x' but [default, rag, tool_use]");
    }

    @Test
    void whatATemplateLooksAtIsKnown() {
        var template = ChatTemplate.of("{{ messages }}{% if tools %}{% endif %} documents", Map.of());
        assertThat(template.uses("tools")).isTrue();
        assertThat(template.uses("documents")).isFalse();
    }

    @Test
    void messagesThatAreNoObjectsAreRefused() {
        var template = ChatTemplate.of("x", Map.of());
        assertThatThrownBy(() -> template.render(json("{\"messages\": [\"hi\"]}"), TemplateInput.STANDING))
                .isInstanceOf(TemplateException.class)
                .hasMessage("A message is an object, not a string");
        assertThatThrownBy(() -> template.render(json("{\"messages\": \"hi\"}"), TemplateInput.STANDING))
                .isInstanceOf(TemplateException.class)
                .hasMessage("Messages are a list, not a string");
    }

    @Test
    void anEmptyConversationIsRefused() {
        assertThatThrownBy(() -> render("x", TemplateInput.of(List.of())))
                .isInstanceOf(TemplateException.class)
                .hasMessage("A conversation needs at least one message");
    }

    @Test
    void filesComeBeforeTheConfig(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"), "{\"chat_template\": \"config\", \"eos_token\": \"</s>\"}");
        assertThat(ChatTemplate.open(folder).render(HI, true)).isEqualTo("config");
        Files.writeString(folder.resolve("chat_template.jinja"), "file{{ eos_token }}");
        Files.createDirectory(folder.resolve("additional_chat_templates"));
        Files.writeString(folder.resolve("additional_chat_templates/tool_use.jinja"), "tools");
        var template = ChatTemplate.open(folder);
        assertThat(template.names()).containsExactly("default", "tool_use");
        assertThat(template.render(HI, true)).isEqualTo("file</s>");
    }

    @Test
    void namedTemplatesOfAConfigAreRead(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"chat_template\": [{\"name\": \"default\", \"template\": \"a\"}, {\"name\": \"rag\", \"template\": \"b\"}]}");
        assertThat(ChatTemplate.open(folder).names()).containsExactly("default", "rag");
    }

    @Test
    void theProcessorsFileIsTheLastResort(@TempDir Path folder) throws IOException {
        assertThatThrownBy(() -> ChatTemplate.open(folder))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("has no chat template");
        Files.writeString(folder.resolve("chat_template.json"), "{\"chat_template\": \"processor\"}");
        assertThat(ChatTemplate.open(folder).render(HI, true)).isEqualTo("processor");
    }

    @Test
    void aBrokenTemplateAmongSeveralIsNamed() {
        assertThatThrownBy(() -> ChatTemplate.ofNamed(Map.of("default", "x", "rag", "{{"), Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("In 'rag': ");
    }
}
