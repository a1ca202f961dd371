package dev.assay.models.anthropic;

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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// `POST /v1/messages` (Anthropic's API reference, "Messages"), in its version 2023-06-01: the later
/// 2026-10-21 says the same but takes no temperature, top_p or top_k from any model, which audits of older
/// models need. Models after 4.6 take none in either version.
final class MessagesFormat implements WireFormat {

    private static final Set<Capability> OF_SAMPLING =
            Set.of(Capability.TEMPERATURE, Capability.TOP_P, Capability.TOP_K);

    private static final Set<Capability> OF_ALL = Set.of(
            Capability.SYSTEM_MESSAGES,
            Capability.STOP,
            Capability.TOOLS,
            Capability.IMAGES,
            Capability.REASONING,
            Capability.RESPONSE_SCHEMA,
            Capability.STREAMING,
            Capability.BATCH);

    static final List<OutgoingRequest.Header> HEADERS =
            List.of(new OutgoingRequest.Header("anthropic-version", "2023-06-01"));

    private final String baseUrl;
    private final String model;
    private final URI address;
    private final Set<Capability> capabilities;

    MessagesFormat(String baseUrl, String model, Set<Capability> capabilities) {
        this.baseUrl = baseUrl;
        this.model = model;
        this.address = URI.create(baseUrl + "/v1/messages");
        this.capabilities = Set.copyOf(capabilities);
    }

    /// What a model can do, by its name, with or without what a gateway or a cloud puts before it.
    static Set<Capability> capabilitiesOf(String model) {
        Set<Capability> able = EnumSet.copyOf(OF_ALL);
        if (ClaudeFamily.takesSampling(model)) {
            able.addAll(OF_SAMPLING);
        }
        return able;
    }

    @Override
    public String protocol() {
        return "anthropic-messages";
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
        MessagesRequest.check(model, request);
        return OutgoingRequest.json(
                address, HEADERS, Json.object(json -> MessagesRequest.write(json, model, request, streamed)));
    }

    @Override
    public void read(JsonParser json, AnswerBuilder answer) throws Failure {
        MessagesAnswer.read(json, answer);
    }

    @Override
    public void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure {
        MessagesStream stream = new MessagesStream(answer);
        ServerSentEvents.read(reply.body(), (event, data) -> {
            try (JsonParser json = Json.parser(data)) {
                json.nextToken();
                return stream.event(event, json);
            } catch (JacksonException damage) {
                throw Failure.passing(
                        Kind.MALFORMED,
                        "sent an event that is no whole JSON",
                        "check that the server speaks Anthropic's Messages API");
            }
        });
    }
}
