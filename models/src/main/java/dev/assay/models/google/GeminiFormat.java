package dev.assay.models.google;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import dev.assay.models.http.OutgoingRequest;
import dev.assay.models.http.Reply;
import dev.assay.models.http.ServerSentEvents;
import dev.assay.models.http.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// `POST /v1beta/models/MODEL:generateContent` (Gemini's API reference, "Generating content").
final class GeminiFormat implements WireFormat {

    static final Set<Capability> CAPABILITIES = Set.of(
            Capability.SYSTEM_MESSAGES,
            Capability.TEMPERATURE,
            Capability.TOP_P,
            Capability.TOP_K,
            Capability.FREQUENCY_PENALTY,
            Capability.PRESENCE_PENALTY,
            Capability.SEED,
            Capability.STOP,
            Capability.LOGPROBS,
            Capability.TOP_LOGPROBS,
            Capability.TOOLS,
            Capability.IMAGES,
            Capability.REASONING,
            Capability.RESPONSE_SCHEMA,
            Capability.STREAMING);

    private final String baseUrl;
    private final String model;
    private final URI address;
    private final URI streamAddress;
    private final Set<Capability> capabilities;

    GeminiFormat(String baseUrl, String model, Set<Capability> capabilities) {
        this.baseUrl = baseUrl;
        this.model = model;
        String path = baseUrl + "/v1beta/" + (model.contains("/") ? model : "models/" + model);
        this.address = URI.create(path + ":generateContent");
        this.streamAddress = URI.create(path + ":streamGenerateContent?alt=sse");
        this.capabilities = Set.copyOf(capabilities);
    }

    @Override
    public String protocol() {
        return "google-gemini";
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public OutgoingRequest request(ModelRequest request, boolean streamed) {
        GeminiRequest.check(model, request);
        return OutgoingRequest.json(
                streamed ? streamAddress : address,
                List.of(),
                Json.object(json -> GeminiRequest.write(json, model, request)));
    }

    @Override
    public void read(JsonParser json, AnswerBuilder answer) throws Failure {
        GeminiAnswer reader = new GeminiAnswer(answer);
        reader.read(json);
        reader.end();
    }

    @Override
    public void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure {
        GeminiAnswer reader = new GeminiAnswer(answer);
        ServerSentEvents.read(reply.body(), (event, data) -> {
            try (JsonParser json = Json.parser(data)) {
                json.nextToken();
                reader.read(json);
                return true;
            } catch (JacksonException damage) {
                throw Failure.passing(
                        Kind.MALFORMED,
                        "sent an event that is no whole JSON",
                        "check that the server speaks the Gemini API");
            }
        });
        if (answer.isComplete()) {
            reader.end();
        }
    }
}
