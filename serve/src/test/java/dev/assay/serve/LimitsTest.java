package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.LocalModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Who may ask, how much, and what becomes of those who leave.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LimitsTest {

    private static final ServeSettings ANY_PORT = ServeSettings.DEFAULT.withPort(0);

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

    private static Dawdling dawdling() {
        return new Dawdling(finch.tokenizer());
    }

    @Test
    void theDefaultsAreWhatTheDocumentsSay() {
        assertThat(ServeSettings.DEFAULT)
                .isEqualTo(new ServeSettings(
                        "127.0.0.1",
                        8000,
                        java.util.Optional.empty(),
                        4 << 20,
                        256,
                        java.util.OptionalLong.empty(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(10)));
    }

    @Test
    void beyondLoopbackATokenIsNeeded() {
        assertThatThrownBy(() -> ServeSettings.DEFAULT.withHost("0.0.0.0"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a token");
        assertThat(ServeSettings.DEFAULT.withToken("secret").withHost("0.0.0.0").toString())
                .doesNotContain("secret");
    }

    @Test
    void withATokenOnlyThoseWhoSendItAreServed() throws Exception {
        try (var server = ModelServer.start(dawdling().ending(), "finch", ANY_PORT.withToken("a-long-token"));
                var wire = new Wire(server.address())) {
            assertThat(wire.get("/models").status()).isEqualTo(401);
            assertThat(wire.get("/models", "Authorization", "Bearer a-long-toke")
                            .status())
                    .isEqualTo(401);
            assertThat(wire.get("/models", "Authorization", "a-long-token").status())
                    .isEqualTo(401);
            var refused = wire.post("/chat/completions", Wire.chatBody(""), "Authorization", "Bearer nope");
            assertThat(refused.error().path("code").asString()).isEqualTo("invalid_api_key");
            assertThat(refused.text()).doesNotContain("a-long-token");
            assertThat(wire.get("/models", "Authorization", "Bearer a-long-token")
                            .status())
                    .isEqualTo(200);
            assertThat(wire.get("/models", "Authorization", "bearer a-long-token")
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void withoutATokenAWebPageMayNotAsk() throws Exception {
        try (var server = ModelServer.start(dawdling().ending(), "finch", ANY_PORT);
                var wire = new Wire(server.address())) {
            assertThat(wire.get("/models", "Origin", "https://evil.example").status())
                    .isEqualTo(403);
            assertThat(wire.get("/models", "Origin", "http://localhost:3000").status())
                    .isEqualTo(200);
            assertThat(statusLine(server, "GET /v1/models HTTP/1.1\r\nHost: evil.example\r\n\r\n"))
                    .startsWith("HTTP/1.1 403");
            var text = wire.client()
                    .send(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "text/plain")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody("")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(text.statusCode()).isEqualTo(415);
        }
    }

    private static String statusLine(ModelServer server, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
                var in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return String.valueOf(in.readLine());
        }
    }

    @Test
    void aLongBodyIsRefused() throws Exception {
        try (var server = ModelServer.start(dawdling().ending(), "finch", ANY_PORT.withLongestBody(1000));
                var wire = new Wire(server.address())) {
            assertThat(wire.chat("").status()).isEqualTo(200);
            assertThat(wire.chat(", \"user\": \"" + "x".repeat(2000) + "\"")
                            .error()
                            .path("code")
                            .asString())
                    .isEqualTo("request_too_large");
        }
    }

    @Test
    void whoDoesNotFitIsToldWhenToComeAgain() throws Exception {
        var model = dawdling();
        try (var server = ModelServer.start(model, "finch", ANY_PORT.withQueue(2));
                var wire = new Wire(server.address())) {
            assertThat(wire.chat(", \"n\": 3").error().path("param").asString()).isEqualTo("n");
            var first = wire.client()
                    .sendAsync(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody(", \"n\": 2")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            model.begun.await();
            var second = wire.chat("");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.response().headers().firstValue("Retry-After")).contains("1");
            assertThat(second.error().path("type").asString()).isEqualTo("rate_limit_error");
            model.ending();
            assertThat(first.get().statusCode()).isEqualTo(200);
            assertThat(wire.chat("").status()).isEqualTo(200);
        }
    }

    @Test
    void whatTheMemoryCannotHoldIsRefusedAndWhatItCannotHoldNowIsToldToComeAgain() throws Exception {
        var model = dawdling();
        var prompt = model.tokenizer().encode("What is the colour of iron?").length;
        model.withKvMemory(2 * (prompt + 20));
        try (var server = ModelServer.start(model, "finch", ANY_PORT);
                var wire = new Wire(server.address())) {
            var never = wire.chat(", \"n\": 3");
            assertThat(never.status()).isEqualTo(400);
            assertThat(never.error().path("param").asString()).isEqualTo("max_tokens");
            assertThat(never.error().path("message").asString()).contains("--kv-memory", "'max_tokens'");
            var first = wire.client()
                    .sendAsync(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody(", \"n\": 2")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            model.begun.await();
            var second = wire.chat("");
            assertThat(second.status()).isEqualTo(429);
            assertThat(second.response().headers().firstValue("Retry-After")).contains("1");
            assertThat(second.error().path("message").asString()).contains("keys and values");
            model.ending();
            assertThat(first.get().statusCode()).isEqualTo(200);
            for (var i = 0; i < 3; i++) { // what an answer took it gives back
                assertThat(wire.chat(", \"n\": 2").status()).isEqualTo(200);
            }
        }
    }

    @Test
    void anAnswerThatNamesNoLimitTakesAShareOfTheMemory() {
        var model = dawdling();
        assertThat(model.unasked(12, 1)).isEqualTo(500);
        assertThat(model.withKvMemory(8 * 400).unasked(12, 1)).isEqualTo(388);
        assertThat(model.withKvMemory(8 * 400).unasked(12, 4)).isEqualTo(256);
        assertThat(model.withKvMemory(10).unasked(500, 1)).isEqualTo(12);
    }

    @Test
    void aModelIsCountedByItsKeysAndValues() {
        var config = finch.generator().config();
        var token = 8L * config.layerCount() * config.keyValueWidth();
        assertThat(finch.generator().cacheBytes(100)).isBetween(100 * token, 150 * token);
        assertThat(Served.of(finch, java.util.OptionalLong.empty()).kvMemory())
                .isPositive()
                .isLessThan(Runtime.getRuntime().maxMemory() / 2);
        assertThat(Served.of(finch, java.util.OptionalLong.of(7)).kvMemory()).isEqualTo(7);
    }

    @Test
    void aClientThatLeavesAStreamEndsItsAnswer() throws Exception {
        var model = dawdling();
        try (var server = ModelServer.start(model, "finch", ANY_PORT)) {
            leave(server, Wire.chatBody(", \"stream\": true"), model);
            model.words.release(1_000_000);
            model.unwanted.await();
        }
    }

    @Test
    void aClientThatLeavesBeforeItsAnswerEndsItToo() throws Exception {
        var model = dawdling();
        try (var server = ModelServer.start(model, "finch", ANY_PORT.withHeartbeat(Duration.ofMillis(20)))) {
            leave(server, Wire.chatBody(""), model);
            model.unwanted.await();
        }
    }

    /// Asks, and hangs up once the answer is under way.
    private static void leave(ModelServer server, String body, Dawdling model) throws Exception {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoLinger(true, 0);
            var request = "POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body;
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            model.begun.await();
        }
    }

    @Test
    void anAnswerThatTakesLongComesAfterWhiteSpace() throws Exception {
        var model = dawdling();
        try (var server = ModelServer.start(model, "finch", ANY_PORT.withHeartbeat(Duration.ofMillis(20)));
                var wire = new Wire(server.address())) {
            var answer = wire.client()
                    .sendAsync(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody("")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            var in = answer.get().body();
            assertThat(in.read()).isEqualTo(' ');
            model.ending();
            var rest = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(rest.strip()).startsWith("{\"id\":").contains("word").endsWith("}");
        }
    }

    @Test
    void whatIsUnderWayIsAnsweredBeforeTheServerStops() throws Exception {
        var model = dawdling();
        var server = ModelServer.start(model, "finch", ANY_PORT.withQueue(1).withPatience(Duration.ofMinutes(1)));
        try (var wire = new Wire(server.address())) {
            var answer = wire.client()
                    .sendAsync(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody("")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            model.begun.await();
            var closing = Thread.ofVirtual().start(server::close);
            while (wire.chat("").status() != 503) {
                Thread.onSpinWait(); // 429 until the server has begun to stop
            }
            model.ending();
            assertThat(answer.get().statusCode()).isEqualTo(200);
            closing.join();
            assertThat(server.underWay()).isZero();
        }
    }

    @Test
    void whatDoesNotEndInTimeIsCancelled() throws Exception {
        var model = dawdling();
        var server = ModelServer.start(model, "finch", ANY_PORT.withPatience(Duration.ZERO));
        try (var wire = new Wire(server.address())) {
            wire.client()
                    .sendAsync(
                            wire.request("/chat/completions")
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody("")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            model.begun.await();
            server.close();
            model.unwanted.await();
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> ModelServer.start(
                            dawdling(), "finch", ServeSettings.DEFAULT.withPort(taken.getLocalPort())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("--port");
        }
    }

    @Test
    void noRequestMakesTheServerFail() throws Exception {
        var fields = List.of(
                "model",
                "messages",
                "temperature",
                "top_p",
                "top_k",
                "seed",
                "stop",
                "n",
                "logprobs",
                "top_logprobs",
                "stream",
                "stream_options",
                "tools",
                "tool_choice",
                "max_tokens",
                "response_format",
                "prompt",
                "echo",
                "add_special_tokens",
                "chat_template_kwargs",
                "documents",
                "user",
                "min_p",
                "logit_bias");
        var values = List.of(
                "null",
                "true",
                "-1",
                "0",
                "1",
                "2.5",
                "1e999",
                "99999999999999999999",
                "\"\"",
                "\"finch\"",
                "[]",
                "[1]",
                "[[1, 2], \"a\"]",
                "{}",
                "{\"messages\": 1}",
                "[{\"role\": \"user\", \"content\": \"hi\"}]",
                "[{\"role\": \"assistant\", \"tool_calls\": [1]}]",
                "[{\"role\": \"user\", \"content\": [{}]}]",
                "[{\"type\": \"function\", \"function\": {\"name\": 5}}]",
                "{\"type\": \"text\"}",
                "\"\\ud83d\"");
        var random = new SplittableRandom(11);
        try (var server = ModelServer.start(dawdling().ending(), "finch", ANY_PORT);
                var wire = new Wire(server.address())) {
            for (var i = 0; i < 400; i++) {
                var body = new StringBuilder("{\"model\": \"finch\"");
                if (random.nextInt(3) > 0) {
                    body.append(", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], \"prompt\": \"hi\"");
                }
                for (var j = random.nextInt(4); j > 0; j--) {
                    body.append(", \"%s\": %s"
                            .formatted(
                                    fields.get(random.nextInt(fields.size())),
                                    values.get(random.nextInt(values.size()))));
                }
                var path = random.nextBoolean() ? "/chat/completions" : "/completions";
                var answer = wire.post(path, body.append('}').toString());
                assertThat(answer.status()).as(body.toString()).isIn(200, 400, 404);
                if (answer.status() != 200) {
                    assertThat(answer.error().path("message").asString()).isNotEmpty();
                }
            }
            assertThat(server.underWay()).isZero();
        }
    }
}
