package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelRequest;
import dev.assay.engine.LocalModel;
import dev.assay.models.openai.OpenAiChatModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server with a real model and real clients over loopback.
class ModelServerTest {

    @TempDir
    static Path folder;

    private static LocalModel model;
    private static ModelServer server;
    private static Wire wire;

    @BeforeAll
    static void start() {
        model = Finch.open(folder);
        server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0));
        wire = new Wire(server.address());
    }

    @AfterAll
    static void stop() {
        wire.close();
        server.close();
        model.close();
    }

    @Test
    void theModelIsListed() throws Exception {
        var list = wire.get("/models").json();
        assertThat(list.path("data").path(0).path("id").asString()).isEqualTo("finch");
        assertThat(wire.get("/models/finch").json().path("max_model_len").asInt())
                .isEqualTo(512);
        assertThat(wire.get("/models/crow").status()).isEqualTo(404);
    }

    @Test
    void anAnswerIsWhatTheModelSaysInProcess() throws Exception {
        var here = model.generate(
                List.of(ChatMessage.user("What is the colour of iron?")), GenerateConfig.DEFAULT.withMaxTokens(20));
        var answer = wire.chat("");
        assertThat(answer.status()).isEqualTo(200);
        var choice = answer.json().path("choices").path(0);
        assertThat(choice.path("message").path("content").asString()).isEqualTo(here.completion());
        assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
        assertThat(answer.json().path("usage").path("prompt_tokens").asLong())
                .isEqualTo(here.usage().inputTokens());
        assertThat(answer.json().path("usage").path("completion_tokens").asLong())
                .isEqualTo(here.usage().outputTokens());
        assertThat(answer.json().path("system_fingerprint").asString()).startsWith("fp_");
    }

    @Test
    void anAnswerIsHeldToAChoice() throws Exception {
        for (var field : List.of(
                "\"structured_outputs\": {\"choice\": [\"blue\", \"bluish\", \"grün\"]}",
                "\"guided_choice\": [\"blue\", \"bluish\", \"grün\"]")) {
            for (var seed = 0; seed < 4; seed++) {
                var answer = wire.chat(", \"seed\": " + seed + ", \"logprobs\": true, " + field);
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                var choice = answer.json().path("choices").path(0);
                assertThat(choice.path("message").path("content").asString()).isIn("blue", "bluish", "grün");
                assertThat(choice.path("finish_reason").asString()).isEqualTo("stop");
                assertThat(choice.path("logprobs").path("content").size()).isPositive();
            }
        }
        var streamed = wire.chat(", \"stream\": true, \"guided_choice\": [\"up\", \"down\"]");
        assertThat(streamed.text())
                .containsAnyOf("\"content\":\"up\"", "\"content\":\"down\"")
                .contains("[DONE]");
        var whole = wire.post(
                "/completions",
                "{\"model\": \"finch\", \"prompt\": \"The\", \"max_tokens\": 9, \"guided_choice\": [\"cat\", \"dog\"]}");
        assertThat(whole.json().path("choices").path(0).path("text").asString()).isIn("cat", "dog");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"guided_choice\": [] | must be a list of at least one string",
                "\"guided_choice\": [1] | must be a list of at least one string",
                "\"guided_choice\": \"a\" | must be a list of at least one string",
                "\"guided_choice\": [\"a\", \"a\"] | each choice must be named once",
                "\"guided_choice\": [\"a\"], \"stop\": [\"b\"] | exclude each other",
                "\"structured_outputs\": {\"regex\": \"a+\"} | has 'choice' alone",
                "\"guided_choice\": [\"a\"], \"structured_outputs\": {\"choice\": [\"a\"]} | without 'guided_choice'",
                "\"guided_json\": {} | Unrecognized request argument"
            })
    void aChoiceThatCannotBeHeldToIsRefused(String field, String told) throws Exception {
        var answer = wire.chat(", " + field);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("message").asString()).contains(told);
    }

    @Test
    void ourOwnClientHearsTheSame() {
        var questions = List.of("What is the colour of iron?", "Tell me of Hukwyn.", "é 漢 😀?", "Who are you?");
        try (var client = OpenAiChatModel.named("finch")
                .baseUrl(server.address())
                .environment(Map.<String, String>of()::get)
                .build()) {
            for (var question : questions) {
                var messages = List.of(ChatMessage.system("Be brief."), ChatMessage.user(question));
                var config = GenerateConfig.DEFAULT.withMaxTokens(30);
                var there = client.generate(messages, config);
                var here = model.generate(messages, config);
                assertThat(there.completion()).isEqualTo(here.completion());
                assertThat(there.stopReason()).isEqualTo(here.stopReason());
                var pieces = new StringBuilder();
                client.stream(ModelRequest.of(messages, config), delta -> pieces.append(delta.text()));
                assertThat(pieces.toString()).isEqualTo(here.completion());
                var seeded = config.withTemperature(1).withSeed(5);
                assertThat(client.generate(messages, seeded).completion())
                        .isEqualTo(model.generate(messages, seeded).completion());
            }
        }
    }

    @Test
    void aStreamSaysTheSameInPieces() throws Exception {
        var whole = wire.chat("").json();
        var events = events(wire.chat(", \"stream\": true, \"stream_options\": {\"include_usage\": true}")
                .text());
        assertThat(events.getFirst()
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("role")
                        .asString())
                .isEqualTo("assistant");
        var text = new StringBuilder();
        events.forEach(event -> event.path("choices")
                .forEach(choice ->
                        text.append(choice.path("delta").path("content").asString(""))));
        assertThat(text.toString())
                .isEqualTo(whole.path("choices")
                        .path(0)
                        .path("message")
                        .path("content")
                        .asString());
        assertThat(events.getLast().path("choices")).isEmpty();
        assertThat(events.getLast().path("usage").path("completion_tokens"))
                .isEqualTo(whole.path("usage").path("completion_tokens"));
        var ids = new HashSet<String>();
        events.forEach(event -> ids.add(event.path("id").asString()));
        assertThat(ids).hasSize(1);
    }

    private static List<JsonNode> events(String stream) {
        var lines = stream.lines().filter(line -> !line.isEmpty()).toList();
        assertThat(lines).allMatch(line -> line.startsWith("data: "));
        assertThat(lines.getLast()).isEqualTo("data: [DONE]");
        var events = new ArrayList<JsonNode>();
        lines.subList(0, lines.size() - 1)
                .forEach(line -> events.add(JsonMapper.shared().readTree(line.substring(6))));
        return events;
    }

    @Test
    void logProbabilitiesCoverTheText() throws Exception {
        var choice = wire.chat(", \"logprobs\": true, \"top_logprobs\": 3")
                .json()
                .path("choices")
                .path(0);
        var text = new StringBuilder();
        choice.path("logprobs").path("content").forEach(token -> {
            text.append(token.path("token").asString());
            assertThat(token.path("logprob").asDouble()).isLessThanOrEqualTo(0);
            assertThat(token.path("top_logprobs")).hasSize(3);
            assertThat(token.path("top_logprobs").path(0).path("token")).isEqualTo(token.path("token"));
        });
        assertThat(text.toString())
                .isEqualTo(choice.path("message").path("content").asString());
    }

    @Test
    void severalChoicesDifferAndASeedRepeatsThem() throws Exception {
        var body = "{\"model\": \"finch\", \"messages\": [{\"role\": \"user\", \"content\": \"Tell me of a lake.\"}],"
                + " \"temperature\": 1.3, \"max_tokens\": 20, \"n\": 5, \"seed\": 11}";
        var first = contents(wire.post("/chat/completions", body).json());
        assertThat(new HashSet<>(first)).hasSizeGreaterThan(1);
        assertThat(contents(wire.post("/chat/completions", body).json())).isEqualTo(first);
    }

    private static List<String> contents(JsonNode answer) {
        return answer.path("choices")
                .valueStream()
                .map(choice -> choice.path("message").path("content").asString())
                .toList();
    }

    @Test
    void equalPromptsAreAnsweredIndependently() throws Exception {
        for (var seed : List.of("", ", \"seed\": 11")) {
            var texts = texts(seed);
            assertThat(new HashSet<>(texts)).as(seed).hasSizeGreaterThan(1);
        }
        assertThat(texts(", \"seed\": 11")).isEqualTo(texts(", \"seed\": 11"));
    }

    private static List<String> texts(String seed) throws Exception {
        return wire.post(
                        "/completions",
                        "{\"model\": \"finch\", \"prompt\": [\"The\", \"The\", \"The\", \"The\"], \"max_tokens\": 16,"
                                + " \"temperature\": 1.3" + seed + "}")
                .json()
                .path("choices")
                .valueStream()
                .map(choice -> choice.path("text").asString())
                .toList();
    }

    @Test
    void aStopStringIsNotPartOfTheAnswer() throws Exception {
        var whole = contents(wire.chat("").json()).getFirst();
        var stop = whole.substring(whole.length() / 2, whole.length() / 2 + 3);
        var json = JsonMapper.shared().writeValueAsString(stop);
        var expected = whole.substring(0, whole.indexOf(stop));
        assertThat(contents(wire.chat(", \"stop\": " + json).json())).containsExactly(expected);
        var streamed = new StringBuilder();
        events(wire.chat(", \"stream\": true, \"stop\": [" + json + "]").text())
                .forEach(event -> event.path("choices")
                        .forEach(choice -> streamed.append(
                                choice.path("delta").path("content").asString(""))));
        assertThat(streamed.toString()).isEqualTo(expected);
    }

    @Test
    void completionsGoOnAfterTextsAndTokens() throws Exception {
        var answer = wire.post(
                        "/completions",
                        "{\"model\": \"finch\", \"prompt\": [\"The\", \"I\"], \"max_tokens\": 4, \"temperature\": 0, \"n\": 2,"
                                + " \"logprobs\": 1, \"echo\": false}")
                .json();
        assertThat(answer.path("choices")).hasSize(4);
        assertThat(answer.path("choices").path(0).path("text"))
                .isEqualTo(answer.path("choices").path(1).path("text"));
        assertThat(answer.path("choices").path(0).path("logprobs").path("tokens"))
                .hasSizeBetween(1, 4);
        var tokens = model.tokenizer().encode("The");
        var byTokens = wire.post(
                        "/completions",
                        "{\"model\": \"finch\", \"prompt\": %s, \"max_tokens\": 4, \"temperature\": 0, \"echo\": true}"
                                .formatted(java.util.Arrays.toString(tokens)))
                .json();
        assertThat(byTokens.path("choices").path(0).path("text").asString())
                .isEqualTo("The" + answer.path("choices").path(0).path("text").asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ", \"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}] | tools",
                ", \"tool_choice\": \"required\" | tool_choice",
                ", \"response_format\": {\"type\": \"json_schema\"} | response_format",
                ", \"frequency_penalty\": 0.1 | frequency_penalty",
                ", \"presence_penalty\": -1 | presence_penalty",
                ", \"logit_bias\": {\"5\": 1} | logit_bias",
                ", \"modalities\": [\"text\", \"audio\"] | modalities",
                ", \"audio\": {} | audio",
                ", \"functions\": [] | functions",
                ", \"parallel_tool_calls\": false | parallel_tool_calls",
                ", \"reasoning_effort\": \"low\" | reasoning_effort",
                ", \"documents\": [] | documents",
                ", \"n\": 0 | n",
                ", \"n\": 129 | n",
                ", \"seed\": 1.5 | seed",
                ", \"seed\": 99999999999999999999 | seed",
                ", \"top_p\": 2 | top_p",
                ", \"min_p\": -1 | min_p",
                ", \"top_logprobs\": 2 | top_logprobs",
                ", \"logprobs\": 1 | logprobs",
                ", \"stream\": \"yes\" | stream",
                ", \"stream_options\": {} | stream_options",
                ", \"stop\": [\"\"] | stop",
                ", \"stop\": [\"a\", \"b\", \"c\", \"d\", \"e\"] | stop",
                ", \"max_completion_tokens\": 0 | max_completion_tokens",
                ", \"chat_template_kwargs\": 1 | chat_template_kwargs",
                ", \"chat_template_kwargs\": {\"add_generation_prompt\": false} | chat_template_kwargs.add_generation_prompt",
                ", \"chat_template_kwargs\": {\"enable_thinking\": false} | chat_template_kwargs.enable_thinking",
                ", \"chat_template_kwargs\": {\"messages\": []} | chat_template_kwargs.messages",
                ", \"chat_template_kwargs\": {\"tools\": []} | chat_template_kwargs.tools",
                ", \"wibble\": null | wibble",
            })
    void whatCannotBeDoneIsNamed(String more, String param) throws Exception {
        var answer = wire.chat(more);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asString()).isEqualTo(param);
        assertThat(answer.error().path("message").asString()).contains(param);
        assertThat(answer.error().path("type").asString()).isEqualTo("invalid_request_error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | messages",
                "[1] | messages[0]",
                "[{\"role\": \"user\"}] | messages[0].content",
                "[{\"role\": \"wizard\", \"content\": \"x\"}] | messages[0].role",
                "[{\"role\": \"user\", \"content\": 5}] | messages[0].content",
                "[{\"role\": \"user\", \"content\": [{\"type\": \"input_audio\"}]}] | messages[0].content",
                "[{\"role\": \"tool\", \"tool_call_id\": \"x\", \"content\": \"y\"}] | messages[0]",
            })
    void messagesThatCannotBeShownAreRefused(String messages, String param) throws Exception {
        var answer = wire.post("/chat/completions", "{\"model\": \"finch\", \"messages\": " + messages + "}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("param").asString()).isEqualTo(param);
    }

    @Test
    void whatSaysOnlyWhatHoldsAnywayIsTaken() throws Exception {
        var answer = wire.chat(", \"n\": 1, \"frequency_penalty\": 0, \"presence_penalty\": 0, \"logit_bias\": {},"
                + " \"response_format\": {\"type\": \"text\"}, \"user\": \"u\", \"store\": false, \"metadata\": {},"
                + " \"tools\": [], \"modalities\": [\"text\"], \"stop\": null, \"seed\": 3,"
                + " \"chat_template_kwargs\": {\"add_generation_prompt\": true},"
                + " \"top_k\": -1, \"min_p\": 0.1");
        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void aConversationThatIsTooLongIsRefused() throws Exception {
        var answer = wire.post(
                "/chat/completions",
                "{\"model\": \"finch\", \"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}"
                        .formatted("word ".repeat(2000)));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.error().path("code").asString()).isEqualTo("context_length_exceeded");
    }

    @Test
    void whatIsNoRequestIsRefused() throws Exception {
        assertThat(wire.post("/chat/completions", "{nonsense")
                        .error()
                        .path("code")
                        .asString())
                .isEqualTo("invalid_json");
        assertThat(wire.post("/chat/completions", "[]").status()).isEqualTo(400);
        assertThat(wire.post("/chat/completions", "{}").error().path("param").asString())
                .isEqualTo("model");
        assertThat(wire.post("/chat/completions", "{\"model\": \"gpt\"}").status())
                .isEqualTo(404);
        assertThat(wire.post("/chat/completions", "[".repeat(5000)).status()).isEqualTo(400);
        assertThat(wire.get("/nothing").error().path("code").asString()).isEqualTo("unknown_url");
        assertThat(wire.get("/chat/completions").status()).isEqualTo(404);
    }
}
