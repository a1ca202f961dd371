package dev.assay.models.http;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;

/// A model behind HTTP, whatever it speaks. By default it retries up to 8 times on 429, 5xx, a broken
/// connection, silence, and an answer that is none (cut JSON, an error under status 200), and waits between
/// attempts as Retry-After says, else exponentially longer with full jitter. It never retries 400, 401, 403
/// and 404, nor a first connection that fails: then the address is wrong more often than the server is
/// busy. It has as many calls under way as the endpoint bears ({@link Connections}). Keys come from the
/// environment and are shown nowhere.
public final class HostedModel implements Model {

    private final String name;
    private final WireFormat format;
    private final Endpoint endpoint;

    /// @param name under which a user asked for it
    /// @param credentials prove to the endpoint who calls
    public HostedModel(String name, WireFormat format, Credentials credentials, EndpointSettings settings) {
        this.name = name;
        this.format = format;
        this.endpoint = new Endpoint(format.baseUrl() + " (model " + format.model() + ")", credentials, settings);
    }

    WireFormat format() {
        return format;
    }

    @Override
    public String name() {
        return name;
    }

    /// The protocol, the base URL and the model's name there.
    @Override
    public String fingerprint() {
        return format.protocol() + ":" + format.baseUrl() + "#" + format.model();
    }

    @Override
    public Set<Capability> capabilities() {
        return format.capabilities();
    }

    /// How many calls are under way, how many may be, and how many were made again.
    public Connections connections() {
        return endpoint.connections();
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        return generate(ModelRequest.of(messages, config));
    }

    @Override
    public ModelOutput generate(ModelRequest request) {
        request.requireSupportedBy(this);
        return answer(request, format.request(request, false), reply -> {
            requireType(reply, "json");
            return whole(reply, new AnswerBuilder(format.model()));
        });
    }

    /// As {@link #generate(ModelRequest)}, in pieces. What breaks after the first piece was heard is not
    /// tried again.
    @Override
    public ModelOutput stream(ModelRequest request, Consumer<ModelDelta> listener) {
        request.requireSupportedBy(this);
        if (!capabilities().contains(Capability.STREAMING)) {
            return Model.super.stream(request, listener);
        }
        return answer(request, format.request(request, true), reply -> pieces(reply, listener));
    }

    private ModelOutput answer(ModelRequest request, OutgoingRequest sent, Reply.Reader<AnswerBuilder> reader) {
        Endpoint.Answered<AnswerBuilder> answered = endpoint.call(sent, reader);
        return answered.value().build(answered.time(), request.config().logprobs());
    }

    private AnswerBuilder pieces(Reply reply, Consumer<ModelDelta> listener) throws IOException, Failure {
        AnswerBuilder answer = new AnswerBuilder(format.model(), listener);
        if (reply.contentType().contains("json")) {
            return whole(reply, answer); // The server does not stream.
        }
        requireType(reply, "event");
        try {
            format.readStream(reply, answer);
            if (!answer.isComplete()) {
                throw Failure.passing(
                        Kind.MALFORMED, "ended its stream before the end of the answer", "look into the server's log");
            }
            return answer;
        } catch (Failure failure) {
            throw answer.heard() ? failure.withoutRetry() : failure;
        } catch (IOException broken) {
            if (!answer.heard() || broken instanceof BoundedStream.TooLargeException) {
                throw broken;
            }
            throw new Failure(
                    Kind.UNREACHABLE,
                    false,
                    java.util.Optional.empty(),
                    "broke the connection within its stream",
                    "ask again",
                    broken);
        }
    }

    private AnswerBuilder whole(Reply reply, AnswerBuilder answer) throws Failure {
        try (JsonParser json = Json.parser(reply.body())) {
            json.nextToken();
            format.read(json, answer);
            if (json.nextToken() != null) {
                throw Failure.passing(
                        Kind.MALFORMED,
                        "answered with more than one JSON value",
                        "check that the server speaks this API");
            }
            return answer;
        }
    }

    private void requireType(Reply reply, String part) throws Failure {
        String type = reply.contentType();
        if (!endpoint.proven() && !type.isEmpty() && !type.contains(part)) {
            throw Failure.lasting(
                    Kind.MALFORMED,
                    "answers with " + endpoint.quote(type) + " instead of " + (part.equals("json") ? "JSON" : "events"),
                    "check the base URL, which most often ends in /v1");
        }
    }

    @Override
    public void close() {
        endpoint.close();
    }

    /// The fingerprint.
    @Override
    public String toString() {
        return fingerprint();
    }

    /// A request that this API cannot say.
    public static ModelException unsupported(String model, String what, String remedy) {
        return new ModelException(
                Kind.UNSUPPORTED, "model '" + model + "' does not take " + what + ": " + remedy + ".");
    }
}
