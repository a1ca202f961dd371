package dev.assay.core.model;

import java.util.Optional;

/// What an answer is kept under: SHA-256 over a whole request, the model's fingerprint and, where the answer is drawn
/// at random, which draw it is. Whatever could change the answer changes the key.
///
/// An answer at temperature 0 is taken as the model's only one: it is shared by all epochs and samples that ask the
/// same. At any other temperature, or the model's own, each sample, epoch and repetition within them is a draw of its
/// own; else a second epoch would be a copy of the first, and its agreement with it worth nothing.
///
/// @param sha256 64 digits of lower-case hexadecimal
public record RequestKey(String sha256) {

    /// Changed when the same request is to have another key.
    private static final String FORM = "assay-response/1";

    public RequestKey {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("A key is 64 digits of lower-case hexadecimal, not '" + sha256 + "'");
        }
    }

    /// The key of a request.
    ///
    /// @param fingerprint the model's
    /// @param trace of the sample that is worked on, where one is; where the request is one of sampling, each call
    ///     with the same trace is another draw
    /// @return empty where the answer is a draw and nobody says which one
    public static Optional<RequestKey> of(ModelRequest request, String fingerprint, Optional<CallTrace> trace) {
        if (isDeterministic(request.config())) {
            return Optional.of(new RequestKey(start(request, fingerprint).hex()));
        }
        return trace.map(sample -> {
            String asked = start(request, fingerprint).hex();
            RequestDigest draw = new RequestDigest();
            draw.text(asked);
            draw.text(sample.sampleId());
            draw.number(sample.epoch());
            draw.number(sample.draw(asked));
            return new RequestKey(draw.hex());
        });
    }

    private static RequestDigest start(ModelRequest request, String fingerprint) {
        RequestDigest digest = new RequestDigest();
        digest.text(FORM);
        digest.text(fingerprint);
        digest.request(request);
        return digest;
    }

    /// Whether every answer is the same: at temperature 0, and no other.
    static boolean isDeterministic(GenerateConfig config) {
        return config.temperature().isPresent() && config.temperature().getAsDouble() == 0;
    }
}
