package dev.assay.models.openai;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.http.AnswerBuilder;
import dev.assay.models.http.ErrorText;
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

/// OpenAI's chat completions (`POST /chat/completions`), as OpenAI and all servers that follow it speak
/// them.
public final class ChatFormat implements WireFormat {

    private final String protocol;
    private final String baseUrl;
    private final String model;
    private final URI address;
    private final Set<Capability> capabilities;
    private final ChatRequest writer;

    /// @param protocol what the fingerprint starts with
    /// @param address of the whole call, with what the base URL lacks
    public ChatFormat(
            String protocol,
            String baseUrl,
            String model,
            URI address,
            Set<Capability> capabilities,
            ChatDialect dialect) {
        this.protocol = protocol;
        this.baseUrl = baseUrl;
        this.model = model;
        this.address = address;
        this.capabilities = Set.copyOf(capabilities);
        this.writer = new ChatRequest(model, dialect);
    }

    @Override
    public String protocol() {
        return protocol;
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
        return OutgoingRequest.json(address, List.of(), writer.write(request, streamed));
    }

    @Override
    public void read(JsonParser json, AnswerBuilder answer) throws Failure {
        ChatAnswer.read(json, answer);
    }

    @Override
    public void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure {
        ServerSentEvents.read(reply.body(), (event, data) -> {
            if (data.equals("[DONE]")) {
                answer.complete();
                return false;
            }
            try (JsonParser json = Json.parser(data)) {
                json.nextToken();
                if (event.equals("error")) {
                    throw Failure.passing(
                                    Kind.MALFORMED, "ended its stream with an error", "look into the server's log")
                            .saying(ErrorText.read(json));
                }
                ChatAnswer.readChunk(json, answer);
                return true;
            } catch (JacksonException damage) {
                throw Failure.passing(
                        Kind.MALFORMED,
                        "sent an event that is no whole JSON",
                        "check that the server speaks OpenAI's chat API");
            }
        });
    }
}
