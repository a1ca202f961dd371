package dev.assay.models.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.FakeTiming;
import dev.assay.models.http.HostedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Replies that we wrote after the providers' published schemas, which `replies/*.json` cite, and what is
/// read in them.
class RepliesTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Arguments> replies() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (String provider : Providers.ALL) {
            try (InputStream file = Objects.requireNonNull(
                    RepliesTest.class.getResourceAsStream("/dev/assay/models/replies/" + provider + ".json"))) {
                for (JsonNode reply : JSON.readTree(file).path("cases")) {
                    all.add(Arguments.of(provider, reply.path("name").stringValue(), reply));
                }
            }
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("replies")
    void isReadAsItIsMeant(String provider, String name, JsonNode reply) throws IOException {
        GenerateConfig config = new GenerateConfig.Builder()
                .logprobs(reply.path("logprobs").booleanValue(false))
                .build();
        ModelRequest request = ModelRequest.of(List.of(ChatMessage.user("Hi")), config);
        FakeTiming timing = new FakeTiming();
        List<String> deltas = new ArrayList<>();
        try (ChatServer server = new ChatServer(asked -> answer(provider, reply));
                // Whether OpenAI's models or Claude's take log-probabilities is not the question here.
                HostedModel model = Providers.model(
                        provider,
                        server.address(),
                        settings -> settings.timing(timing)
                                .maxRetries(reply.has("wait") ? 1 : 0)
                                .can(dev.assay.core.model.Capability.LOGPROBS))) {
            if (reply.has("error")) {
                assertThatThrownBy(() -> ask(model, request, reply, deltas))
                        .isInstanceOfSatisfying(
                                ModelException.class,
                                failure -> assertThat(failure.kind().name())
                                        .as(failure.getMessage())
                                        .isEqualTo(reply.path("error").stringValue()))
                        .hasMessageContaining(reply.path("says").stringValue(""))
                        .hasMessageNotContaining(Providers.SECRET);
                if (reply.has("wait")) {
                    assertThat(timing.sleeps())
                            .containsExactly(
                                    Duration.ofMillis(reply.path("wait").longValue()));
                }
                return;
            }
            JsonNode expected = reply.path("expected");
            ModelOutput output = ask(model, request, reply, deltas);
            assertThat(output.model()).isEqualTo(expected.path("model").stringValue());
            assertThat(output.completion()).isEqualTo(expected.path("text").stringValue());
            assertThat(output.message().reasoning())
                    .isEqualTo(expected.path("reasoning").stringValue(""));
            assertThat(output.stopReason())
                    .isEqualTo(StopReason.valueOf(expected.path("stop").stringValue()));
            JsonNode usage = expected.path("usage");
            assertThat(output.usage())
                    .isEqualTo(new ModelUsage(
                            usage.path(0).longValue(),
                            usage.path(1).longValue(),
                            usage.path(2).longValue(),
                            usage.path(3).longValue(),
                            usage.path(4).longValue()));
            assertThat(output.message().toolCalls())
                    .isEqualTo(list(expected.path("calls")).stream()
                            .map(call -> new ToolCall(
                                    call.path(0).stringValue(),
                                    call.path(1).stringValue(),
                                    call.path(2).stringValue()))
                            .toList());
            assertThat(signatures(output))
                    .isEqualTo(list(expected.path("signatures")).stream()
                            .map(JsonNode::stringValue)
                            .toList());
            assertThat(output.logprobs())
                    .isEqualTo(list(expected.path("logprobs")).stream()
                            .map(RepliesTest::logprob)
                            .toList());
            assertThat(output.systemFingerprint().orElse(""))
                    .isEqualTo(expected.path("fingerprint").stringValue(""));
            if (expected.has("deltas")) {
                assertThat(deltas)
                        .isEqualTo(list(expected.path("deltas")).stream()
                                .map(JsonNode::stringValue)
                                .toList());
            }
        }
    }

    private static ModelOutput ask(HostedModel model, ModelRequest request, JsonNode reply, List<String> deltas) {
        return reply.has("events")
                ? model.stream(request, delta -> deltas.add(delta.kind() + " " + delta.text()))
                : model.generate(request);
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static List<String> signatures(ModelOutput output) {
        return output.message().parts().stream()
                .filter(Content.Reasoning.class::isInstance)
                .flatMap(part -> ((Content.Reasoning) part).signature().stream())
                .toList();
    }

    private static TokenLogprob logprob(JsonNode node) {
        return new TokenLogprob(
                node.path(0).stringValue(),
                node.path(1).doubleValue(),
                list(node.path(2)).stream()
                        .map(other -> new TokenLogprob.Alternative(
                                other.path(0).stringValue(), other.path(1).doubleValue()))
                        .toList());
    }

    private static ChatServer.Reaction answer(String provider, JsonNode reply) {
        if (!reply.has("events")) {
            String type = reply.path("errorType").stringValue("");
            return ChatServer.json(
                    reply.path("status").intValue(200),
                    JSON.writeValueAsString(reply.path("body")),
                    type.isEmpty() ? "X-Nothing: 1" : "x-amzn-ErrorType: " + type + ":http://internal.amazon.com/");
        }
        return provider.equals("bedrock")
                ? ChatServer.bytes("application/vnd.amazon.eventstream", binary(reply.path("events")))
                : ChatServer.reply(200, "text/event-stream", events(reply.path("events")));
    }

    private static String events(JsonNode events) {
        StringBuilder text = new StringBuilder(": a comment\n\n");
        for (JsonNode event : events) {
            String type = event.path(0).stringValue();
            JsonNode data = event.path(1);
            text.append(type.isEmpty() ? "" : "event: " + type + "\n")
                    .append("data: ")
                    .append(data.isString() ? data.stringValue() : JSON.writeValueAsString(data))
                    .append("\n\n");
        }
        return text.toString();
    }

    /// The bodies of a provider's replies, as they come over the wire.
    static List<byte[]> bodies(String provider, boolean streamed) throws IOException {
        return replies()
                .filter(arguments -> provider.equals(arguments.get()[0]))
                .map(arguments -> (JsonNode) arguments.get()[2])
                .filter(reply -> reply.has("events") == streamed)
                .map(reply -> streamed && provider.equals("bedrock")
                        ? binary(reply.path("events"))
                        : (streamed ? events(reply.path("events")) : JSON.writeValueAsString(reply.path("body")))
                                .getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static byte[] binary(JsonNode events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (JsonNode event : events) {
            String type = event.path(0).stringValue();
            Map<String, String> headers = type.startsWith("!")
                    ? Map.of(":message-type", "exception", ":exception-type", type.substring(1))
                    : Map.of(":message-type", "event", ":event-type", type, ":content-type", "application/json");
            bytes.writeBytes(EventStreamWriter.message(
                    headers, JSON.writeValueAsString(event.path(1)).getBytes(StandardCharsets.UTF_8)));
        }
        return bytes.toByteArray();
    }
}
