package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.LocalModel;
import dev.assay.engine.template.ChatTemplate;
import dev.assay.engine.template.TemplateInput;
import dev.assay.engine.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Tool calls from tokens to the wire: a model with a tokenizer and a chat template of the Hermes and Qwen convention,
/// scripted to answer each conversation of `tools/scenarios.json` as it says there, token by token.
class ToolCallingTest {

    @TempDir
    static Path folder;

    private static final JsonMapper JSON = JsonMapper.shared();
    private static JsonNode cases;
    private static LocalModel model;
    private static ModelServer server;
    private static Wire wire;

    @BeforeAll
    static void open() throws IOException {
        for (var file : List.of("tokenizer.json", "tokenizer_config.json", "chat_template.jinja")) {
            Files.write(folder.resolve(file), resource(file));
        }
        cases = JSON.readTree(resource("scenarios.json"));
        var tokenizer = Tokenizer.open(folder.resolve("tokenizer.json"));
        var template = ChatTemplate.open(folder);
        var end = tokenizer.id("<|im_end|>").orElseThrow();
        Map<Integer, Integer> script = new HashMap<>();
        for (var scenario : cases.path("scenarios")) {
            var at = tokenizer.encode(prompt(template, scenario)).length - 1;
            for (var token : tokenizer.encode(scenario.path("says").asString())) {
                assertThat(script.put(at++, token))
                        .as("two answers at one position")
                        .isNull();
            }
            assertThat(script.put(at, end)).isNull();
        }
        model = ScriptedModel.open(folder, tokenizer.size(), end, script);
        server = ModelServer.start(model, "scripted", ServeSettings.DEFAULT.withPort(0));
        wire = new Wire(server.address());
    }

    @AfterAll
    static void close() {
        wire.close();
        server.close();
        model.close();
    }

    private static byte[] resource(String name) throws IOException {
        return Files.readAllBytes(Path.of("src/test/resources/tools", name));
    }

    /// The text that the scenario's answer follows; arguments are objects to a template.
    private static String prompt(ChatTemplate template, JsonNode scenario) {
        var variables = JSON.createObjectNode();
        variables.set("tools", cases.path("tools"));
        var messages = scenario.path("messages").deepCopy();
        messages.forEach(message -> message.path("tool_calls").forEach(call -> {
            var function = (ObjectNode) call.path("function");
            function.set("arguments", JSON.readTree(function.path("arguments").asString()));
        }));
        variables.set("messages", messages);
        variables.put("add_generation_prompt", true);
        return template.render(variables, TemplateInput.STANDING).text();
    }

    private static JsonNode scenario(String name) {
        return cases.path("scenarios")
                .valueStream()
                .filter(each -> each.path("name").asString().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ObjectNode body(String name) {
        var body = JSON.createObjectNode().put("model", "scripted").put("temperature", 0);
        body.set("messages", scenario(name).path("messages"));
        body.set("tools", cases.path("tools"));
        return body;
    }

    private static JsonNode ask(String name) throws Exception {
        var answer = wire.post("/chat/completions", JSON.writeValueAsString(body(name)));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().path("choices").path(0);
    }

    private static List<JsonNode> stream(String name) throws Exception {
        var answer = wire.post(
                "/chat/completions", JSON.writeValueAsString(body(name).put("stream", true)));
        var events = new ArrayList<JsonNode>();
        for (var line : answer.text().lines().toList()) {
            if (line.startsWith("data: {")) {
                events.add(JSON.readTree(line.substring(6)).path("choices").path(0));
            }
        }
        return events;
    }

    private static JsonNode arguments(JsonNode call) {
        return JSON.readTree(call.path("function").path("arguments").asString());
    }

    @Test
    void theCallThatTheModelWroteIsACall() throws Exception {
        var choice = ask("one call");
        assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(choice.path("message").path("content").isNull()).isTrue();
        var calls = choice.path("message").path("tool_calls");
        assertThat(calls).hasSize(1);
        assertThat(calls.path(0).path("function").path("name").asString()).isEqualTo("weather");
        assertThat(arguments(calls.path(0)).path("place").asString()).isEqualTo("Orm");
    }

    @Test
    void parallelCallsKeepTheirOrderAndTheTextBeforeThem() throws Exception {
        var message = ask("parallel calls").path("message");
        assertThat(message.path("content").asString()).isEqualTo("Both at once.");
        assertThat(message.path("tool_calls")).hasSize(2);
        assertThat(arguments(message.path("tool_calls").path(1)).path("zone").asString())
                .isEqualTo("Grün \"N\" 山");
        assertThat(message.path("tool_calls").path(0).path("id").asString())
                .isNotEqualTo(message.path("tool_calls").path(1).path("id").asString());
    }

    @Test
    void aStreamTellsTheSameCalls() throws Exception {
        for (var name : List.of("one call", "parallel calls")) {
            var whole = ask(name).path("message").path("tool_calls");
            var events = stream(name);
            var told = events.stream()
                    .flatMap(event -> event.path("delta").path("tool_calls").valueStream())
                    .toList();
            assertThat(told).hasSize(whole.size());
            for (var i = 0; i < told.size(); i++) {
                assertThat(told.get(i).path("index").asInt(-1)).isEqualTo(i);
                assertThat(told.get(i).path("id")).isEqualTo(whole.path(i).path("id"));
                assertThat(told.get(i).path("function")).isEqualTo(whole.path(i).path("function"));
            }
            assertThat(events.getLast().path("finish_reason").asString()).isEqualTo("tool_calls");
        }
    }

    @Test
    void whatIsNoCallStaysText() throws Exception {
        for (var name : List.of("malformed JSON", "another tool", "cut off", "plain text")) {
            var choice = ask(name);
            assertThat(choice.path("message").path("content").asString())
                    .isEqualTo(scenario(name).path("says").asString());
            assertThat(choice.path("message").path("tool_calls").isMissingNode())
                    .isTrue();
            assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
            var streamed = new StringBuilder();
            stream(name)
                    .forEach(event ->
                            streamed.append(event.path("delta").path("content").asString("")));
            assertThat(streamed).hasToString(scenario(name).path("says").asString());
        }
    }

    @Test
    void theResultOfACallIsAnswered() throws Exception {
        assertThat(ask("a result").path("message").path("content").asString()).isEqualTo("It rains in Orm.");
    }
}
