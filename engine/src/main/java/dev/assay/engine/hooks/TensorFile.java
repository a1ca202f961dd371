package dev.assay.engine.hooks;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Writes a safetensors file whose tensors are filled piece by piece, in any order: their sizes are known before their
/// numbers are.
final class TensorFile implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final FileChannel channel;
    private final Map<String, Long> begins = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);

    /// A tensor of 4-byte numbers.
    record Part(String name, String dtype, List<Long> shape) {

        static Part floats(String name, List<? extends Number> shape) {
            return new Part(name, "F32", shape.stream().map(Number::longValue).toList());
        }

        static Part ints(String name, int count) {
            return new Part(name, "I32", List.of((long) count));
        }

        long bytes() {
            return 4 * shape.stream().reduce(1L, Math::multiplyExact);
        }
    }

    @FunctionalInterface
    interface Content {
        void writeTo(TensorFile file) throws IOException;
    }

    private TensorFile(FileChannel channel) {
        this.channel = channel;
    }

    static SequencedMap<String, String> metadata(String format, String key, String value) {
        return new TreeMap<>(Map.of("format", format, key, value));
    }

    /// Writes a file, which appears whole or not at all.
    static void write(Path target, SequencedMap<String, String> metadata, List<Part> parts, Content content) {
        var part = target.resolveSibling(target.getFileName() + ".part");
        try {
            try (var file = new TensorFile(FileChannel.open(
                    part, StandardOpenOption.WRITE, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING))) {
                file.header(metadata, parts);
                content.writeTo(file);
            }
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write %s: %s".formatted(target, e.getMessage()), e);
        } finally {
            try {
                Files.deleteIfExists(part);
            } catch (IOException e) {
                // what stays is named .part and is never read
            }
        }
    }

    private void header(SequencedMap<String, String> metadata, List<Part> parts) throws IOException {
        var root = JsonMapper.shared().createObjectNode();
        var described = root.putObject("__metadata__");
        metadata.forEach(described::put);
        var offset = 0L;
        for (var tensor : parts) {
            var entry = root.putObject(tensor.name());
            entry.put("dtype", tensor.dtype());
            var shape = entry.putArray("shape");
            tensor.shape().forEach(shape::add);
            entry.putArray("data_offsets").add(offset).add(offset + tensor.bytes());
            begins.put(tensor.name(), offset);
            offset += tensor.bytes();
        }
        var json = JsonMapper.shared().writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        var padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        var begin = ByteBuffer.allocate(8 + padded.length).order(ByteOrder.LITTLE_ENDIAN);
        begin.putLong(padded.length).put(padded).flip();
        var length = begin.limit();
        put(begin, 0);
        begins.replaceAll((_, at) -> at + length);
        if (offset > 0) {
            put(ByteBuffer.allocate(1), length + offset - 1);
        }
    }

    private void put(ByteBuffer bytes, long position) throws IOException {
        var at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    private long place(String tensor, long index) {
        var begin = begins.get(tensor);
        if (begin == null) {
            throw new IllegalArgumentException("No tensor " + tensor);
        }
        return begin + 4 * index;
    }

    /// Writes numbers of a tensor from its number `index` on.
    void floats(String tensor, long index, float[] values) throws IOException {
        var at = place(tensor, index);
        for (var from = 0; from < values.length; from += CHUNK / 4) {
            var count = Math.min(CHUNK / 4, values.length - from);
            buffer.clear();
            buffer.asFloatBuffer().put(values, from, count);
            put(buffer.limit(4 * count), at + 4L * from);
        }
    }

    /// As [#floats], for whole numbers.
    void ints(String tensor, long index, int[] values) throws IOException {
        var at = place(tensor, index);
        for (var from = 0; from < values.length; from += CHUNK / 4) {
            var count = Math.min(CHUNK / 4, values.length - from);
            buffer.clear();
            buffer.asIntBuffer().put(values, from, count);
            put(buffer.limit(4 * count), at + 4L * from);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
