package dev.assay.engine.checkpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The header of a safetensors file: which tensors it holds, and where.
public final class SafetensorsHeader {

    /// Bytes before the header: its length.
    static final int PREFIX = 8;

    /// The longest header that the format's authors accept, in bytes.
    static final long LONGEST = 100_000_000;

    /// Bits a number of each type of the format.
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("BOOL", 8),
            Map.entry("U8", 8),
            Map.entry("I8", 8),
            Map.entry("F8_E5M2", 8),
            Map.entry("F8_E4M3", 8),
            Map.entry("F8_E8M0", 8),
            Map.entry("I16", 16),
            Map.entry("U16", 16),
            Map.entry("F16", 16),
            Map.entry("BF16", 16),
            Map.entry("I32", 32),
            Map.entry("U32", 32),
            Map.entry("F32", 32),
            Map.entry("F64", 64),
            Map.entry("I64", 64),
            Map.entry("U64", 64),
            Map.entry("C64", 64),
            Map.entry("F4", 4),
            Map.entry("F6_E2M3", 6),
            Map.entry("F6_E3M2", 6));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private SafetensorsHeader() {}

    /// One tensor.
    ///
    /// @param name its name
    /// @param dtype its type, as the header names it
    /// @param shape its dimensions; empty for a scalar
    /// @param begin first byte, from the end of the header
    /// @param end first byte behind it
    public record Entry(String name, String dtype, List<Integer> shape, long begin, long end) {
        public Entry {
            shape = List.copyOf(shape);
        }

        /// The type as one that is read as floats, if it is one.
        public Optional<Dtype> floatType() {
            return Arrays.stream(Dtype.values())
                    .filter(type -> type.code().equals(dtype))
                    .findFirst();
        }
    }

    /// Parses and checks a header.
    ///
    /// @param size bytes of data behind it
    static SortedMap<String, Entry> parse(byte[] header, long size, String place) {
        final JsonNode root;
        try {
            root = JSON.readTree(header);
        } catch (JacksonException e) {
            throw CheckpointException.noJson("The header of " + place, e);
        }
        if (root == null || !root.isObject()) {
            throw new CheckpointException("The header of %s is no JSON object".formatted(place));
        }
        var entries = new TreeMap<String, Entry>();
        for (var property : root.properties()) {
            if (!property.getKey().equals("__metadata__")) {
                entries.put(property.getKey(), entry(property.getKey(), property.getValue(), place));
            }
        }
        checkCover(entries, size, place);
        return entries;
    }

    /// What a header says of the file beside its tensors: texts alone.
    static SortedMap<String, String> metadata(byte[] header) {
        var metadata = new TreeMap<String, String>();
        for (var property : JSON.readTree(header).path("__metadata__").properties()) {
            if (property.getValue().isString()) {
                metadata.put(property.getKey(), property.getValue().asString());
            }
        }
        return metadata;
    }

    private static Entry entry(String name, JsonNode node, String place) {
        var dtype = node.path("dtype").asString("");
        var bits = BITS.get(dtype);
        if (bits == null) {
            throw damaged(name, place, "has no known dtype");
        }
        var numbers = 1L;
        var shape = new ArrayList<Integer>();
        if (!node.path("shape").isArray()) {
            throw damaged(name, place, "has no shape");
        }
        for (var dimension : node.path("shape")) {
            if (!dimension.isIntegralNumber() || !dimension.canConvertToInt() || dimension.intValue() < 0) {
                throw damaged(name, place, "has a dimension that is no count");
            }
            shape.add(dimension.intValue());
            if (Math.multiplyHigh(numbers, (long) dimension.intValue()) != 0 || numbers * dimension.intValue() < 0) {
                throw damaged(name, place, "is larger than can be");
            }
            numbers *= dimension.intValue();
        }
        var offsets = node.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2 || !isOffset(offsets.get(0)) || !isOffset(offsets.get(1))) {
            throw damaged(name, place, "has no two data_offsets");
        }
        var begin = offsets.get(0).longValue();
        var end = offsets.get(1).longValue();
        if (numbers > Long.MAX_VALUE / 64 || begin > end || (end - begin) != (numbers * bits + 7) / 8) {
            throw damaged(name, place, "has data_offsets that do not fit its shape");
        }
        return new Entry(name, dtype, shape, begin, end);
    }

    private static boolean isOffset(JsonNode node) {
        return node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0;
    }

    private static void checkCover(SortedMap<String, Entry> entries, long size, String place) {
        var sorted = new ArrayList<>(entries.values());
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        var reached = 0L;
        for (var entry : sorted) {
            if (entry.begin() != reached) {
                throw damaged(
                        entry.name(), place, entry.begin() < reached ? "overlaps another" : "leaves a gap before it");
            }
            reached = entry.end();
        }
        if (reached != size) {
            throw new CheckpointException(
                    "%s holds %d bytes of data but its header states %d: it is cut short or damaged; fetch it again."
                            .formatted(place, size, reached));
        }
    }

    private static CheckpointException damaged(String name, String place, String how) {
        return new CheckpointException("Tensor '%s' in the header of %s %s".formatted(name, place, how));
    }
}
