package dev.assay.serve;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.Optional;

/// Who may ask. With a token, those who send it. Without one the server is at loopback, and a web page that a browser
/// on this machine shows must not reach it: the host that was asked for has to be this machine, and no other origin
/// may ask.
final class Gate {

    private final Optional<byte[]> token;

    Gate(Optional<String> token) {
        this.token = token.map(Gate::digest);
    }

    /// @throws ApiError 401 or 403
    void check(ServerRequest request) {
        if (token.isPresent()) {
            var given = request.headers().first(HeaderNames.AUTHORIZATION).orElse("");
            var bearer = given.regionMatches(true, 0, "Bearer ", 0, 7)
                    ? given.substring(7).strip()
                    : "";
            if (!MessageDigest.isEqual(token.get(), digest(bearer))) { // takes as long wherever they differ
                throw ApiError.of(
                        401,
                        "invalid_api_key",
                        "Incorrect API key provided: send the server's token as 'Authorization: Bearer TOKEN'.");
            }
            return;
        }
        var origin = request.headers().first(HeaderNames.ORIGIN);
        if (!isHere("http://" + request.headers().first(HeaderNames.HOST).orElse(""))
                || origin.isPresent() && !isHere(origin.get())) {
            throw ApiError.of(
                    403, null, "Only this machine may ask: use http://127.0.0.1 and no page of another origin.");
        }
    }

    private static boolean isHere(String address) {
        try {
            var host = Optional.ofNullable(URI.create(address).getHost())
                    .orElse("")
                    .toLowerCase(Locale.ROOT);
            return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.\\d{1,3}){3}");
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
