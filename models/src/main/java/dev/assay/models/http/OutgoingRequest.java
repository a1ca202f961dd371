package dev.assay.models.http;

import java.net.URI;
import java.util.List;

/// A request as it is sent, but for the proof of who sends it. The body is not copied: do not change it.
///
/// @param method such as `POST`
/// @param address where to
/// @param contentType of the body; unused where there is none
/// @param headers beside those of content, host and proof
/// @param body may be empty
@SuppressWarnings("ArrayRecordComponent") // Never compared; a copy a request would be waste.
public record OutgoingRequest(String method, URI address, String contentType, List<Header> headers, byte[] body) {

    private static final byte[] NOTHING = new byte[0];

    public OutgoingRequest {
        headers = List.copyOf(headers);
    }

    /// Posts JSON.
    public static OutgoingRequest json(URI address, List<Header> headers, byte[] body) {
        return new OutgoingRequest("POST", address, "application/json", headers, body);
    }

    /// Asks for what is there.
    public static OutgoingRequest get(URI address, List<Header> headers) {
        return new OutgoingRequest("GET", address, "", headers, NOTHING);
    }

    /// A header.
    public record Header(String name, String value) {}

    /// One attempt to send the request.
    public interface Signed {

        OutgoingRequest request();

        /// Adds a header.
        void header(String name, String value);
    }
}
