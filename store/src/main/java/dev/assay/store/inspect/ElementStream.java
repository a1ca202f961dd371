package dev.assay.store.inspect;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The objects of a JSON array of any length, one at a time; none of them may be larger than the limit.
final class ElementStream extends FilterInputStream {

    private final long limit;
    private long left;

    ElementStream(InputStream in, ReadLimits limits) {
        super(in);
        this.limit = limits.memberBytes();
        this.left = limit;
    }

    /// Hands each element of the array that the stream consists of to `each`.
    static void forEach(InputStream json, ReadLimits limits, String place, Consumer<ObjectNode> each)
            throws IOException {
        try (ElementStream bounded = new ElementStream(json, limits);
                JsonParser parser = InspectJson.MAPPER.createParser(bounded)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new PartException(place + " is no JSON array");
            }
            bounded.elements(parser, place, each);
            if (parser.nextToken() != null) {
                throw new PartException(place + " goes on after its end");
            }
        }
    }

    /// As {@link #forEach}, where `parser` stands at the start of an array within this stream.
    void elements(JsonParser parser, String place, Consumer<ObjectNode> each) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            next();
            JsonNode element = InspectJson.value(parser);
            if (!(element instanceof ObjectNode object)) {
                throw new PartException(place + " holds something that is no JSON object");
            }
            each.accept(object);
        }
    }

    /// Another element begins: it may have the whole limit.
    void next() {
        left = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        left -= Math.max(0, count);
        if (left < 0) {
            throw LogReader.tooLarge("one of its parts", limit);
        }
        return count;
    }
}
