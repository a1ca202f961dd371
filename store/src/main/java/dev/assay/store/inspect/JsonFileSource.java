package dev.assay.store.inspect;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

/// A log in one JSON document (`.json`), read from its start for every question, one sample at a time.
final class JsonFileSource implements LogSource {

    private static final String SAMPLES = "samples";
    private static final String REDUCTIONS = "reductions";

    private final Path file;
    private final ReadLimits limits;

    JsonFileSource(Path file, ReadLimits limits) {
        this.file = file;
        this.limits = limits;
    }

    @Override
    public ObjectNode header() throws IOException {
        ObjectNode header = InspectJson.MAPPER.createObjectNode();
        walk((name, parser, stream) -> {
            if (name.equals(SAMPLES) || name.equals(REDUCTIONS)) {
                skip(parser, stream);
            } else {
                header.set(name, InspectJson.value(parser));
            }
        });
        if (!header.has("eval")) {
            throw new PartException("it has no 'eval', so it is no log of Inspect");
        }
        return header;
    }

    @Override
    public void forEachSample(Consumer<ObjectNode> each) throws IOException {
        elements(SAMPLES, each);
    }

    @Override
    public Optional<ObjectNode> sample(String id, int epoch) throws IOException {
        AtomicReference<Optional<ObjectNode>> found = new AtomicReference<>(Optional.empty());
        forEachSample(sample -> {
            if (InspectJson.anyText(sample, "id").equals(id) && InspectJson.count(sample, "epoch") == epoch) {
                found.set(Optional.of(sample));
            }
        });
        return found.get();
    }

    @Override
    public void forEachSummary(Consumer<ObjectNode> each) {
        // this form of a log has none
    }

    @Override
    public void forEachReduction(Consumer<ObjectNode> each) throws IOException {
        elements(REDUCTIONS, each);
    }

    @Override
    public long sampleCount() throws IOException {
        AtomicLong count = new AtomicLong();
        forEachSample(sample -> count.incrementAndGet());
        return count.get();
    }

    @Override
    public void close() {
        // no file is held open
    }

    private interface Property {
        void read(String name, JsonParser parser, ElementStream stream) throws IOException;
    }

    private void elements(String which, Consumer<ObjectNode> each) throws IOException {
        walk((name, parser, stream) -> {
            if (name.equals(which) && parser.currentToken() == JsonToken.START_ARRAY) {
                stream.elements(parser, "'" + which + "'", each);
            } else {
                skip(parser, stream);
            }
        });
    }

    private void walk(Property property) throws IOException {
        try (ElementStream stream = new ElementStream(new BufferedInputStream(Files.newInputStream(file)), limits);
                JsonParser parser = InspectJson.MAPPER.createParser(stream)) {
            if (!startsObject(parser)) {
                throw new PartException("it is neither an archive nor a JSON object, so it is no log of Inspect");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                stream.next();
                property.read(name, parser, stream);
            }
            if (parser.nextToken() != null) {
                throw new PartException("it goes on after its end");
            }
        }
    }

    private static boolean startsObject(JsonParser parser) {
        try {
            return parser.nextToken() == JsonToken.START_OBJECT;
        } catch (JacksonException noJson) {
            return false;
        }
    }

    /// Passes over a value of any size; what is passed over is not held.
    private static void skip(JsonParser parser, ElementStream stream) {
        int depth = 0;
        do {
            JsonToken token = parser.currentToken();
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            stream.next();
        } while (depth > 0 && parser.nextToken() != null);
    }
}
