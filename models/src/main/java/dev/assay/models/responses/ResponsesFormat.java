package dev.assay.models.responses;

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
import dev.assay.models.openai.OpenAiFamily;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// `POST /responses` (OpenAI's API reference, "Create a model response"). It has no seed, no stop strings
/// and no penalties.
final class ResponsesFormat implements WireFormat {

    private final String baseUrl;
    private final String model;
    private final URI address;
    private final Set<Capability> capabilities;

    ResponsesFormat(String baseUrl, String model, Set<Capability> capabilities) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.address = URI.create(baseUrl + "/responses");
        this.capabilities = Set.copyOf(capabilities);
    }

    static Set<Capability> capabilitiesOf(String model) {
        Set<Capability> able = EnumSet.copyOf(OpenAiFamily.ofChat(model));
        able.removeAll(
                Set.of(Capability.SEED, Capability.STOP, Capability.FREQUENCY_PENALTY, Capability.PRESENCE_PENALTY));
        return able;
    }

    @Override
    public String protocol() {
        return "openai-responses";
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
        ResponsesRequest.check(model, request);
        boolean thinks = capabilities.contains(Capability.REASONING);
        return OutgoingRequest.json(
                address,
                List.of(),
                Json.object(json -> ResponsesRequest.write(json, model, request, thinks, streamed)));
    }

    @Override
    public void read(JsonParser json, AnswerBuilder answer) throws Failure {
        new ResponsesAnswer(answer).read(json);
    }

    @Override
    public void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure {
        ResponsesStream stream = new ResponsesStream(answer);
        ServerSentEvents.read(reply.body(), (event, data) -> {
            try (JsonParser json = Json.parser(data)) {
                json.nextToken();
                return stream.event(event, json);
            } catch (JacksonException damage) {
                throw Failure.passing(
                        Kind.MALFORMED,
                        "sent an event that is no whole JSON",
                        "check that the server speaks OpenAI's Responses API");
            }
        });
    }
}
