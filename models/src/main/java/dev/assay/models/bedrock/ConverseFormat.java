package dev.assay.models.bedrock;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.anthropic.ClaudeFamily;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import dev.assay.models.http.OutgoingRequest;
import dev.assay.models.http.Reply;
import dev.assay.models.http.WireFormat;
import java.io.IOException;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// `POST /model/MODEL/converse` (AWS's API reference, "Converse" and "ConverseStream"). Claude's models
/// take top_k and thinking too, in their own fields.
final class ConverseFormat implements WireFormat {

    private static final Set<Capability> OF_ALL = Set.of(
            Capability.SYSTEM_MESSAGES,
            Capability.TEMPERATURE,
            Capability.TOP_P,
            Capability.STOP,
            Capability.TOOLS,
            Capability.IMAGES,
            Capability.STREAMING);

    private final String baseUrl;
    private final String model;
    private final URI address;
    private final URI streamAddress;
    private final Set<Capability> capabilities;

    ConverseFormat(String baseUrl, String model, Set<Capability> capabilities) {
        this.baseUrl = baseUrl;
        this.model = model;
        String path = baseUrl + "/model/" + SignatureV4.encode(model);
        this.address = URI.create(path + "/converse");
        this.streamAddress = URI.create(path + "/converse-stream");
        this.capabilities = Set.copyOf(capabilities);
    }

    static Set<Capability> capabilitiesOf(String model) {
        Set<Capability> able = EnumSet.copyOf(OF_ALL);
        if (model.contains("anthropic.claude")) {
            able.add(Capability.REASONING);
            if (ClaudeFamily.takesSampling(model)) {
                able.add(Capability.TOP_K);
            } else {
                able.removeAll(Set.of(Capability.TEMPERATURE, Capability.TOP_P));
            }
        }
        return able;
    }

    @Override
    public String protocol() {
        return "bedrock-converse";
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
        ConverseRequest.check(model, request);
        return OutgoingRequest.json(
                streamed ? streamAddress : address,
                List.of(),
                Json.object(json -> ConverseRequest.write(json, model, request)));
    }

    @Override
    public void read(JsonParser json, AnswerBuilder answer) throws Failure {
        ConverseAnswer.read(json, answer);
    }

    @Override
    public void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure {
        EventStream stream = new EventStream(reply.body());
        ConverseStream reader = new ConverseStream(answer);
        try {
            for (var message = stream.next(); message.isPresent(); message = stream.next()) {
                reader.take(message.get());
            }
        } catch (EventStream.DamageException | JacksonException damage) {
            throw Failure.passing(
                    Kind.MALFORMED,
                    "sent an event that is damaged",
                    "check that nothing between here and AWS changes its answers");
        }
    }
}
