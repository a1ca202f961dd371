package dev.assay.models.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.EndpointBuilder;
import dev.assay.models.http.FakeTiming;
import dev.assay.models.http.HostedModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a provider's server does, a call ends in time, within its memory, and with one sentence; and
/// what can pass is tried again.
class OddServersTest {

    private static final ModelRequest REQUEST =
            ModelRequest.of(List.of(ChatMessage.user("Hi")), new GenerateConfig.Builder().build());

    static List<String> providers() {
        return Providers.ALL;
    }

    private static ModelException failure(
            String provider, boolean streamed, ChatServer.Script script, Consumer<EndpointBuilder<?>> settings)
            throws IOException {
        try (ChatServer server = new ChatServer(script);
                HostedModel model = Providers.model(provider, server.address(), settings)) {
            ModelException failure = catchThrowableOfType(ModelException.class, () -> {
                if (streamed) {
                    model.stream(REQUEST, delta -> {});
                } else {
                    model.generate(REQUEST);
                }
            });
            assertThat(failure).as(provider).isNotNull();
            assertThat(failure.getMessage())
                    .startsWith(server.address())
                    .endsWith(".")
                    .doesNotContain("\n")
                    .doesNotContain("\u001B")
                    .doesNotContain(Providers.SECRET);
            assertThat(model.connections().state().inUse()).isZero();
            return failure;
        }
    }

    private static ModelException failure(
            String provider, ChatServer.Script script, Consumer<EndpointBuilder<?>> settings) throws IOException {
        ModelException whole = failure(provider, false, script, settings);
        ModelException streamed = failure(provider, true, script, settings);
        assertThat(streamed.kind()).as(streamed.getMessage()).isEqualTo(whole.kind());
        return whole;
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aServerThatHangsTimesOut(String provider) throws IOException {
        assertThat(failure(
                                provider,
                                request -> hangs(),
                                settings -> settings.maxRetries(0).responseTimeout(Duration.ofMillis(100)))
                        .kind())
                .isEqualTo(Kind.TIMEOUT);
    }

    private static ChatServer.Reaction hangs() {
        return (socket, out) -> socket.getInputStream().read() >= 0; // Until the client goes away.
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aServerThatAnswersByteByByteTimesOut(String provider) throws IOException {
        ModelException failure = failure(
                provider,
                request -> ChatServer.endless(head(request), "1\r\n \r\n".getBytes(StandardCharsets.US_ASCII)),
                settings -> settings.totalTimeout(Duration.ofMillis(200)).maxBodyBytes(Integer.MAX_VALUE - 8));
        assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anEndlessAnswerEnds(String provider) throws IOException {
        byte[] noise = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        assertThat(failure(
                        provider,
                        false,
                        request -> ChatServer.endless("Content-Type: application/json", noise),
                        settings -> settings.maxBodyBytes(1 << 20)))
                .hasMessageContaining("more than 1048576 bytes");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anEndlessStreamEnds(String provider) throws IOException {
        byte[] comments = (": " + "x".repeat(1 << 12) + "\n\n").getBytes(StandardCharsets.US_ASCII);
        byte[] frames = EventStreamWriter.message(
                java.util.Map.of(":message-type", "event", ":event-type", "ping"),
                "{}".getBytes(StandardCharsets.UTF_8));
        boolean bedrock = provider.equals("bedrock");
        assertThat(failure(
                        provider,
                        true,
                        request -> ChatServer.endless(
                                "Content-Type: "
                                        + (bedrock ? "application/vnd.amazon.eventstream" : "text/event-stream"),
                                bedrock ? frames : comments),
                        settings -> settings.maxBodyBytes(1 << 20)))
                .hasMessageContaining("more than 1048576 bytes");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aLineWithoutEndEnds(String provider) throws IOException {
        byte[] letters = "data: x".repeat(1 << 12).getBytes(StandardCharsets.US_ASCII);
        ModelException failure = failure(
                provider,
                true,
                request -> ChatServer.endless("Content-Type: text/event-stream", letters),
                settings -> settings.maxBodyBytes(1 << 20).maxRetries(0));
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void aPageIsToldAtOnce(String provider) throws IOException {
        assertThat(failure(provider, request -> ChatServer.reply(200, "text/html", "<html>Hi</html>"), settings -> {}))
                .hasMessageContaining("text/html")
                .extracting(ModelException::kind)
                .isEqualTo(Kind.MALFORMED);
    }

    @ParameterizedTest
    @MethodSource("providers")
    void anErrorUnderStatus200IsTriedAgainAndTold(String provider) throws IOException {
        ModelException failure = failure(
                provider,
                request -> ChatServer.json(
                        200, "{\"error\":{\"message\":\"upstream\\u001b[31m died " + Providers.SECRET + "\"}}"),
                settings -> settings.timing(new FakeTiming()).maxRetries(2));
        assertThat(failure.kind()).isEqualTo(Kind.MALFORMED);
        assertThat(failure).hasMessageContaining("after 2 retries");
    }

    @ParameterizedTest
    @MethodSource("providers")
    void halfAnAnswerAndAResetAreTriedAgain(String provider) throws IOException {
        for (ChatServer.Reaction reaction :
                List.of(ChatServer.half("{\"choices\":[{\"message\":{\"content\":\"Paris\"}}]}"), ChatServer.reset())) {
            List<Integer> asked = new ArrayList<>();
            failure(
                    provider,
                    false,
                    request -> {
                        asked.add(request.number());
                        return reaction;
                    },
                    settings -> settings.timing(new FakeTiming()).maxRetries(2));
            assertThat(asked).hasSize(3);
        }
    }

    @ParameterizedTest
    @MethodSource("providers")
    void deepJsonIsNoAnswer(String provider) throws IOException {
        String deep = "{\"a\":".repeat(100_000);
        assertThat(failure(provider, request -> ChatServer.json(200, deep), settings -> settings.maxRetries(0))
                        .kind())
                .isEqualTo(Kind.MALFORMED);
    }

    @Test
    void whatBreaksAfterTheFirstPieceIsNotToldTwice() throws IOException {
        List<String> heard = new ArrayList<>();
        try (ChatServer server = new ChatServer(request -> ChatServer.reply(
                        200, "text/event-stream", "data: {\"choices\":[{\"delta\":{\"content\":\"Pa\"}}]}\n\n"));
                HostedModel model = Providers.model(
                        "openai-chat", server.address(), settings -> settings.timing(new FakeTiming()))) {
            assertThatThrownBy(() -> model.stream(REQUEST, delta -> heard.add(delta.text())))
                    .isInstanceOf(ModelException.class);
            assertThat(heard).containsExactly("Pa");
            assertThat(server.requests).hasValue(1);
        }
    }

    private static String head(ChatServer.Request request) {
        boolean streamed = request.line().contains("stream") || request.body().contains("\"stream\":true");
        String type = !streamed
                ? "application/json"
                : request.line().contains("converse-stream") ? "application/json" : "text/event-stream";
        return "Content-Type: " + type + "\r\nTransfer-Encoding: chunked";
    }
}
