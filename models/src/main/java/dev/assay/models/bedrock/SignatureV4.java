package dev.assay.models.bedrock;

import dev.assay.models.http.OutgoingRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// AWS Signature Version 4 in the `Authorization` header (AWS, "Signature Version 4 signing process"):
/// HMAC-SHA256 over the request in a canonical form, with a key derived from secret, day, region and
/// service. All headers that are sent are signed, those of the transport excepted.
///
/// @param session token of temporary keys
record SignatureV4(String accessKeyId, String secret, Optional<String> session, String region, String service) {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    void sign(OutgoingRequest.Signed attempt, Instant now) {
        OutgoingRequest request = attempt.request();
        URI address = request.address();
        String time = TIME.format(now);
        Map<String, String> headers = new TreeMap<>();
        int port = address.getPort();
        headers.put("host", address.getHost() + (port < 0 ? "" : ":" + port));
        if (request.body().length > 0) {
            headers.put("content-type", request.contentType());
        }
        request.headers().forEach(header -> headers.put(header.name().toLowerCase(Locale.ROOT), header.value()));
        headers.put("x-amz-date", time);
        attempt.header("X-Amz-Date", time);
        session.ifPresent(token -> {
            headers.put("x-amz-security-token", token);
            attempt.header("X-Amz-Security-Token", token);
        });
        attempt.header("Authorization", authorization(request.method(), address, headers, request.body(), time));
    }

    /// The value of the header.
    ///
    /// @param headers those to be signed, in lower case
    /// @param time such as `20150830T123600Z`
    String authorization(String method, URI address, Map<String, String> headers, byte[] body, String time) {
        Map<String, String> sorted = new TreeMap<>(headers);
        String signed = String.join(";", sorted.keySet());
        String canonical = method
                + "\n"
                + canonicalPath(address)
                + "\n"
                + canonicalQuery(address)
                + "\n"
                + sorted.entrySet().stream()
                        .map(header -> header.getKey() + ":"
                                + header.getValue().strip().replaceAll(" {2,}", " ") + "\n")
                        .collect(Collectors.joining())
                + "\n"
                + signed
                + "\n"
                + hex(sha256(body));
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String toSign = ALGORITHM + "\n" + time + "\n" + scope + "\n" + hex(sha256(utf8(canonical)));
        return ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + signed + ", Signature="
                + hex(hmac(key(time.substring(0, 8)), toSign));
    }

    private byte[] key(String day) {
        return hmac(hmac(hmac(hmac(utf8("AWS4" + secret), day), region), service), "aws4_request");
    }

    /// Each segment is encoded once more than on the wire, as all services but S3 ask.
    private static String canonicalPath(URI address) {
        String path = address.getRawPath();
        return path == null || path.isEmpty()
                ? "/"
                : Arrays.stream(path.split("/", -1)).map(SignatureV4::encode).collect(Collectors.joining("/"));
    }

    private static String canonicalQuery(URI address) {
        String query = address.getRawQuery();
        return query == null
                ? ""
                : Arrays.stream(query.split("&", -1))
                        .map(pair -> pair.contains("=") ? pair : pair + "=")
                        .sorted()
                        .collect(Collectors.joining("&"));
    }

    /// Percent-encodes all but the unreserved characters of RFC 3986.
    static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte unit : utf8(text)) {
            char letter = (char) (unit & 0xff);
            boolean plain = letter < 128 && (Character.isLetterOrDigit(letter) || "-._~".indexOf(letter) >= 0);
            encoded.append(plain ? String.valueOf(letter) : String.format(Locale.ROOT, "%%%02X", unit & 0xff));
        }
        return encoded.toString();
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(utf8(text));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has HmacSHA256.", missing);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "SignatureV4[" + region + "/" + service + "]";
    }
}
