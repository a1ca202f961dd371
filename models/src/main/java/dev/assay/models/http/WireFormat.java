package dev.assay.models.http;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ModelRequest;
import java.io.IOException;
import java.util.Set;
import tools.jackson.core.JsonParser;

/// How one provider's API says a request and an answer. Safe for many threads.
public interface WireFormat {

    /// What the fingerprint starts with, such as `openai-chat`.
    String protocol();

    /// The base URL, without a secret.
    String baseUrl();

    /// The model's name at its server.
    String model();

    /// What the model can do through this API.
    Set<Capability> capabilities();

    /// The request as it is sent.
    ///
    /// @param streamed whether the answer should come in pieces
    /// @throws dev.assay.core.model.ModelException `UNSUPPORTED` if this API cannot say it, such as an
    ///     image by its address where only the image itself is taken
    OutgoingRequest request(ModelRequest request, boolean streamed);

    /// Reads a whole answer; the parser stands on the first token. What is left unread is skipped.
    ///
    /// @throws Failure if it is no answer
    void read(JsonParser json, AnswerBuilder answer) throws Failure;

    /// Reads an answer that comes in pieces, to its end.
    ///
    /// @throws Failure if it is no answer
    /// @throws IOException if the connection breaks
    void readStream(Reply reply, AnswerBuilder answer) throws IOException, Failure;
}
