package dev.assay.store.inspect;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// JSON as bytes, compact, in UTF-8, with lone surrogates as text.
final class JsonBuffer {

    private JsonBuffer() {}

    static byte[] bytes(JsonNode json) {
        return Surrogates.escapeLoneInJson(InspectJson.MAPPER.writeValueAsString(json))
                .getBytes(StandardCharsets.UTF_8);
    }

    static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
