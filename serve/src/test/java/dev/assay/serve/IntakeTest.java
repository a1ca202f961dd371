package dev.assay.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.LocalModel;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What requests may cost before they are counted as answers.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class IntakeTest {

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

    @ParameterizedTest
    @ValueSource(strings = {"/chat/completions", "/completions"})
    void aTextThatCannotFitIsNotEncoded(String path) throws Exception {
        var encoded = new ConcurrentLinkedQueue<String>();
        var model = new Dawdling(new Watched(finch.tokenizer(), encoded::add)).ending();
        try (var server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var text = "a".repeat(512 * finch.tokenizer().longest().getAsInt() + 1);
            var chat = path.startsWith("/chat");
            var field = chat ? "messages" : "prompt";
            var value = chat
                    ? "[{\"role\": \"user\", \"content\": \"%s\"}]".formatted(text)
                    : "[\"x\", \"%s\"]".formatted(text);
            var answer = wire.post(path, "{\"model\": \"finch\", \"%s\": %s}".formatted(field, value));
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.error().path("code").asString()).isEqualTo("context_length_exceeded");
            assertThat(answer.error().path("param").asString()).isEqualTo(field);
            assertThat(encoded).doesNotContain(text);
        }
    }

    @Test
    void fewRequestsAreEncodedAtOnce() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var mayGoOn = new CountDownLatch(1);
        var model = new Dawdling(new Watched(finch.tokenizer(), _ -> {
                    most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                    awaitQuietly(mayGoOn);
                    inside.decrementAndGet();
                }))
                .ending();
        var places = ModelServer.placesToRead();
        try (var server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var answers = new ArrayList<CompletableFuture<HttpResponse<String>>>();
            for (var i = 0; i < places + 10; i++) {
                answers.add(wire.client()
                        .sendAsync(
                                wire.request("/chat/completions")
                                        .header("Content-Type", "application/json")
                                        .POST(HttpRequest.BodyPublishers.ofString(Wire.chatBody("")))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            while (inside.get() + server.waitingToBeRead() < places + 10) {
                Thread.onSpinWait(); // until all have come
            }
            assertThat(inside).hasValue(places);
            mayGoOn.countDown();
            for (var answer : answers) {
                assertThat(answer.get().statusCode()).isEqualTo(200);
            }
            assertThat(most).hasValueLessThanOrEqualTo(places);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLongBodyIsTakenInWhole() throws Exception {
        var model = new Dawdling(finch.tokenizer()).ending();
        try (var server = ModelServer.start(model, "finch", ServeSettings.DEFAULT.withPort(0));
                var wire = new Wire(server.address())) {
            var user = ", \"user\": \"" + "x".repeat(4 * Intake.SHORT) + "\"";
            for (var i = 0; i < 2 * Intake.LONG_ONES; i++) { // each gives its place back, also when it is refused
                assertThat(wire.chat(user + (i % 2 == 0 ? "" : ", \"wibble\": 1"))
                                .status())
                        .isEqualTo(i % 2 == 0 ? 200 : 400);
            }
        }
    }
}
