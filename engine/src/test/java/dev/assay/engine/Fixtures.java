package dev.assay.engine;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The tiny model folders that `bench/engine/make_fixtures.py` made with transformers.
public final class Fixtures {

    /// Names of the folders.
    public static final List<String> MODELS = List.of("untied-f32", "tied-bf16", "wide-head-f16");

    private Fixtures() {}

    public static Path folder(String name) {
        try {
            var url = Fixtures.class.getResource("/llama/" + name + "/config.json");
            if (url == null) {
                throw new IllegalStateException("No fixture " + name);
            }
            return Path.of(url.toURI()).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonNode json(Path file) {
        try {
            return JsonMapper.shared().readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static int[] ints(JsonNode array) {
        var values = new int[array.size()];
        for (var i = 0; i < values.length; i++) {
            values[i] = array.get(i).asInt();
        }
        return values;
    }
}
