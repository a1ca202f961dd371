package dev.assay.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Takes requests in: their bodies, and the work of turning them into tokens. Few are taken in at once, so
/// that requests that are not yet counted as answers can use up neither memory nor processors. A request
/// that waits for its turn ends with its thread's interruption.
final class Intake {

    /// Bodies up to this many bytes are read at once, by however many connections; longer ones one by one
    /// in few places.
    static final int SHORT = 64 << 10;

    /// How many long bodies are read, and their requests taken in, at once.
    static final int LONG_ONES = 8;

    private final int longestBody;
    private final Semaphore longOnes = new Semaphore(LONG_ONES, true);
    private final Semaphore places;

    /// @param longestBody most bytes of a body
    /// @param places how many requests are rendered and encoded at once
    Intake(int longestBody, int places) {
        this.longestBody = longestBody;
        this.places = new Semaphore(places, true);
    }

    /// What is done with a request's fields, in its turn.
    @FunctionalInterface
    interface Reading {
        Job read(Fields fields);
    }

    /// The job that a request describes.
    ///
    /// @throws ApiError if it is none
    Job take(ServerRequest request, Reading reading) throws IOException, InterruptedException {
        var type = request.headers().first(HeaderNames.CONTENT_TYPE).orElse("");
        if (!type.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw ApiError.of(415, null, "The body must be JSON: send 'Content-Type: application/json'.");
        }
        var length = request.headers().contentLength();
        if (length.orElse(0) > longestBody) {
            throw tooLarge();
        }
        if (length.orElse(Long.MAX_VALUE) <= SHORT) {
            var bytes = bytes(request);
            return inTurn(() -> reading.read(new Fields(parse(bytes))));
        }
        longOnes.acquire();
        try {
            var bytes = bytes(request);
            return inTurn(() -> reading.read(new Fields(parse(bytes))));
        } finally {
            longOnes.release();
        }
    }

    /// Runs something heavy, once there is a place for it.
    private <T> T inTurn(Supplier<T> work) throws InterruptedException {
        places.acquire();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    /// How many requests wait to be rendered and encoded; a guess while they come and go.
    int waiting() {
        return places.getQueueLength();
    }

    private byte[] bytes(ServerRequest request) throws IOException {
        byte[] bytes;
        try (var in = request.content().inputStream()) {
            bytes = in.readNBytes(longestBody + 1);
        }
        if (bytes.length > longestBody) {
            throw tooLarge();
        }
        return bytes;
    }

    private ApiError tooLarge() {
        return ApiError.of(
                413,
                "request_too_large",
                "The request is longer than %d bytes: send less at once.".formatted(longestBody));
    }

    private static ObjectNode parse(byte[] bytes) {
        try {
            if (JsonMapper.shared().readTree(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            throw ApiError.badRequest(
                    null, "invalid_json", "We could not parse the JSON body of your request (%s).".formatted(place(e)));
        }
        throw ApiError.badRequest(null, "invalid_json", "The JSON body of the request must be an object.");
    }

    private static String place(JacksonException e) {
        var location = e.getLocation();
        return location == null
                ? "it is no JSON"
                : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
