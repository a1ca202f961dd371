package dev.assay.models.http;

import java.time.Instant;

/// Proves to an endpoint who calls. What is secret leaves it as a header and in no other way.
public interface Credentials {

    /// Adds what proves the caller to a request; called once for each attempt, since some proofs hold for
    /// minutes.
    void sign(OutgoingRequest.Signed request, Instant now);

    /// The environment variables that hold the secret, as a sentence names them.
    String variable();

    /// Whether there is a secret at all.
    boolean isSet();

    /// `text` without the secret, should a server repeat it.
    String redact(String text);
}
