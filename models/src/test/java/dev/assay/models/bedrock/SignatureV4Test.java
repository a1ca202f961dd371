package dev.assay.models.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SignatureV4Test {

    /// From AWS's "Signature Version 4 test suite": get-vanilla, get-vanilla-query-order-key-case,
    /// post-vanilla.
    @ParameterizedTest
    @CsvSource({
        "GET,/,5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "GET,/?Param2=value2&Param1=value1,b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "POST,/,5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    })
    void isThatOfTheTestSuite(String method, String path, String signature) {
        SignatureV4 signer = new SignatureV4(
                "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", Optional.empty(), "us-east-1", "service");
        assertThat(signer.authorization(
                        method,
                        URI.create("https://example.amazonaws.com" + path),
                        Map.of("host", "example.amazonaws.com", "x-amz-date", "20150830T123600Z"),
                        new byte[0],
                        "20150830T123600Z"))
                .isEqualTo("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                        + "SignedHeaders=host;x-amz-date, Signature=" + signature);
    }

    @Test
    void isThatOfTheSdk() throws IOException {
        try (InputStream file = Objects.requireNonNull(
                SignatureV4Test.class.getResourceAsStream("/dev/assay/models/requests/bedrock.json"))) {
            JsonNode requests = new JsonMapper().readTree(file).path("requests");
            assertThat(requests.size()).isGreaterThanOrEqualTo(10);
            for (JsonNode request : requests) {
                JsonNode recorded = request.path("signature");
                Map<String, String> headers = new TreeMap<>();
                recorded.path("headers")
                        .properties()
                        .forEach(header ->
                                headers.put(header.getKey(), header.getValue().stringValue()));
                SignatureV4 signer = new SignatureV4("id", "secret", Optional.of("session"), "eu-central-1", "bedrock");
                assertThat(signer.authorization(
                                "POST",
                                URI.create("http://127.0.0.1"
                                        + request.path("path").stringValue()),
                                headers,
                                recorded.path("body").stringValue().getBytes(StandardCharsets.UTF_8),
                                recorded.path("headers").path("x-amz-date").stringValue()))
                        .isEqualTo(recorded.path("authorization").stringValue());
            }
        }
    }

    @Test
    void theSecretIsNotShown() {
        SignatureV4 signer = new SignatureV4("id", "secret", Optional.empty(), "r", "s");
        assertThat(signer.toString()).doesNotContain("secret");
    }
}
