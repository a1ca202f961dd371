package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.LocalModel;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Tools, where the chat template shows them.
class ToolsTest {

    private static final String TEMPLATE =
            "{% for t in tools or [] %}{{ t.function.name }}{% endfor %}{% for m in messages %}{{ m.content or '' }}"
                    + "{% for c in m.tool_calls or [] %}{{ c.function.arguments.place }}{% endfor %}{% endfor %}";
    private static final String TOOLS =
            ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"weather\", \"parameters\": {}}}]";

    @TempDir
    static Path folder;

    private static LocalModel finch;

    @BeforeAll
    static void open() {
        finch = Finch.open(folder);
    }

    @AfterAll
    static void close() {
        finch.close();
    }

    private static Dawdling saying(String text) {
        return new Dawdling(finch.tokenizer(), TEMPLATE, text).ending();
    }

    @Test
    void aCallIsToldAsACall() throws Exception {
        var text = "I look. <tool_call>\n{\"name\": \"weather\", \"arguments\": {\"place\": \"Orm\"}}\n</tool_call>";
        try (var server = ModelServer.start(saying(text), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var choice = wire.chat(TOOLS).json().path("choices").path(0);
            assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
            assertThat(choice.path("message").path("content").asString()).isEqualTo("I look.");
            var call = choice.path("message").path("tool_calls").path(0);
            assertThat(call.path("function").path("name").asString()).isEqualTo("weather");
            assertThat(JsonMapper.shared()
                            .readTree(call.path("function").path("arguments").asString())
                            .path("place")
                            .asString())
                    .isEqualTo("Orm");
            assertThat(call.path("id").asString()).hasSize(9);

            var streamed = wire.chat(TOOLS + ", \"stream\": true").text();
            assertThat(streamed)
                    .contains("\"tool_calls\":[{\"index\":0,\"id\":\""
                            + call.path("id").asString())
                    .contains("\"finish_reason\":\"tool_calls\"")
                    .contains("I look.")
                    .doesNotContain("<tool_call>");

            var none = wire.chat(TOOLS + ", \"tool_choice\": \"none\"")
                    .json()
                    .path("choices")
                    .path(0);
            assertThat(none.path("message").path("content").asString()).isEqualTo(text);
        }
    }

    @Test
    void aToolThatWasNotOfferedIsText() throws Exception {
        var text = "<tool_call>{\"name\": \"rm\", \"arguments\": {}}</tool_call>";
        try (var server = ModelServer.start(saying(text), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var choice = wire.chat(TOOLS).json().path("choices").path(0);
            assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
            assertThat(choice.path("message").path("content").asString()).isEqualTo(text);
        }
    }

    @Test
    void callsAndResultsGoBackToTheTemplate() throws Exception {
        try (var server = ModelServer.start(saying("ok"), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var answer = wire.post("/chat/completions", """
                    {"model": "finch", "messages": [{"role": "user", "content": "q"},
                      {"role": "assistant", "content": null, "tool_calls": [{"id": "c1", "type": "function",
                        "function": {"name": "weather", "arguments": "{\\"place\\": \\"Orm\\"}"}}]},
                      {"role": "tool", "tool_call_id": "c1", "content": "rain"}]}""");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("usage").path("prompt_tokens").asInt())
                    .isEqualTo(finch.tokenizer().encode("qOrmrain").length);
        }
    }

    @Test
    void aToolIsNotSilentlyLessStrict() throws Exception {
        try (var server = ModelServer.start(saying("ok"), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            for (var strict : new String[] {"null", "false"}) {
                assertThat(wire.chat(strict(strict)).status()).isEqualTo(200);
            }
            for (var strict : new String[] {"true", "\"yes\""}) {
                var answer = wire.chat(strict(strict));
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.error().path("param").asString()).isEqualTo("tools[0].function.strict");
                assertThat(answer.error().path("code").asString()).isEqualTo("unsupported_parameter");
            }
        }
    }

    private static String strict(String value) {
        return TOOLS.replace("\"parameters\": {}", "\"parameters\": {}, \"strict\": " + value);
    }

    @Test
    void aVariableThatTheTemplateLooksAtIsShownToIt() throws Exception {
        var template = "{{ messages[0].content }}{% if shout %}! ! ! !{% endif %}";
        var model = new Dawdling(finch.tokenizer(), template, "ok").ending();
        try (var server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var plain = wire.chat("").json().path("usage").path("prompt_tokens").asInt();
            var loud = wire.chat(", \"chat_template_kwargs\": {\"shout\": true}")
                    .json()
                    .path("usage")
                    .path("prompt_tokens")
                    .asInt();
            assertThat(loud).isGreaterThan(plain);
        }
    }

    @Test
    void aModelThatCannotBeMadeToCallIsNotAskedTo() throws Exception {
        try (var server = ModelServer.start(saying("ok"), "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            assertThat(wire.chat(TOOLS + ", \"tool_choice\": \"required\"")
                            .error()
                            .path("param")
                            .asString())
                    .isEqualTo("tool_choice");
        }
    }
}
