package dev.assay.models.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.HostedModel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What we send is what the provider's own SDK sends: the SDKs were recorded by `bench/wire-oracle`, with
/// their versions, in `requests/*.json`.
class RecordedRequestsTest {

    private static final JsonMapper JSON = new JsonMapper();

    static Stream<Arguments> recorded() throws IOException {
        Stream.Builder<Arguments> all = Stream.builder();
        for (String provider : Providers.ALL) {
            try (InputStream file = Objects.requireNonNull(RecordedRequestsTest.class.getResourceAsStream(
                    "/dev/assay/models/requests/" + provider + ".json"))) {
                JsonNode requests = JSON.readTree(file).path("requests");
                requests.propertyNames().forEach(name -> all.add(Arguments.of(provider, name, requests.path(name))));
            }
        }
        return all.build();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("recorded")
    void isWhatTheProvidersOwnSdkSends(String provider, String name, JsonNode recorded) throws IOException {
        ModelRequest request = WireCases.of(name, provider);
        try (ChatServer server =
                        new ChatServer(asked -> ChatServer.json(400, "{\"error\":{\"message\":\"recorded\"}}"));
                HostedModel model = Providers.model(
                        provider,
                        name.equals("effort") || name.equals("thoughts") ? "o3" : "gpt-4o",
                        server.address(),
                        settings -> {})) {
            assertThatThrownBy(() -> {
                        if (name.equals("streamed")) {
                            model.stream(request, delta -> {});
                        } else {
                            model.generate(request);
                        }
                    })
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(ModelException.Kind.BAD_REQUEST));
            ChatServer.Request sent = server.seen.element();
            assertThat(sent.line())
                    .isEqualTo(recorded.path("method").stringValue() + " "
                            + recorded.path("path").stringValue() + " HTTP/1.1");
            assertThat(normal(sent.json())).isEqualTo(normal(recorded.path("body")));
            if (recorded.path("headers").has("x-goog-api-key")
                    || recorded.path("headers").has("api-key")) {
                recorded.path("headers")
                        .properties()
                        .forEach(header -> assertThat(sent.headers()).containsKey(header.getKey()));
            }
        }
    }

    /// Numbers without a needless fraction.
    private static JsonNode normal(JsonNode node) {
        return switch (node) {
            case ObjectNode object -> {
                ObjectNode copy = JSON.createObjectNode();
                object.properties().forEach(field -> copy.set(field.getKey(), normal(field.getValue())));
                yield copy;
            }
            case ArrayNode array -> {
                ArrayNode copy = JSON.createArrayNode();
                array.forEach(element -> copy.add(normal(element)));
                yield copy;
            }
            default -> node.isNumber() ? JSON.getNodeFactory().numberNode(node.doubleValue()) : node;
        };
    }
}
