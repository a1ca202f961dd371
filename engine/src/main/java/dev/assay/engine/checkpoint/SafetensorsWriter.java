package dev.assay.engine.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/// Writes safetensors so that the same numbers give the same bytes: names sorted, the header padded with
/// spaces to a
/// multiple of eight, the metadata always `{"format": "pt"}`, which Python's transformers asks for.
public final class SafetensorsWriter {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CHUNK = 1 << 16;

    private SafetensorsWriter() {}

    /// Numbers and their shape.
    ///
    /// @param shape dimensions, whose product is the number of values
    /// @param values the numbers, row by row; not copied
    @SuppressWarnings("ArrayRecordComponent") // weights are large: one array, handed on
    public record Values(List<Integer> shape, float[] values) {
        public Values {
            shape = List.copyOf(shape);
            if (LlamaConfig.size(shape) != values.length) {
                throw new CheckpointException("%d numbers do not fill the shape %s".formatted(values.length, shape));
            }
        }
    }

    /// A tensor whose bytes are made as they are written, so that a file larger than memory can be.
    ///
    /// @param dtype the type that is kept
    /// @param shape dimensions
    /// @param content writes as many bytes as type and shape ask for
    public record Streamed(Dtype dtype, List<Integer> shape, WholeFile.Content content) {
        public Streamed {
            shape = List.copyOf(shape);
        }

        /// The numbers, in this type; BF16 and F16 round to nearest, ties to even.
        public static Streamed of(Values values, Dtype dtype) {
            return new Streamed(dtype, values.shape(), out -> writeValues(out, values.values(), dtype));
        }
    }

    /// Writes the tensors; the stream stays open.
    ///
    /// @param dtype the type to keep; BF16 and F16 round to nearest, ties to even
    /// @throws IOException if the stream fails
    public static void write(OutputStream out, SortedMap<String, Values> tensors, Dtype dtype) throws IOException {
        var streamed = new TreeMap<String, Streamed>();
        tensors.forEach((name, values) -> streamed.put(name, Streamed.of(values, dtype)));
        write(out, streamed);
    }

    /// Writes the tensors, each in its own type; the stream stays open.
    ///
    /// @throws IOException if the stream fails
    public static void write(OutputStream out, SortedMap<String, Streamed> tensors) throws IOException {
        write(out, tensors, Map.of());
    }

    /// Writes the tensors, each in its own type, and texts beside them; the stream stays open.
    ///
    /// @param metadata kept in the header, in its own order
    /// @throws IOException if the stream fails
    public static void write(OutputStream out, SortedMap<String, Streamed> tensors, Map<String, String> metadata)
            throws IOException {
        var root = JSON.createObjectNode();
        var texts = root.putObject("__metadata__").put("format", "pt");
        metadata.forEach(texts::put);
        var offset = 0L;
        for (var tensor : tensors.entrySet()) {
            var streamed = tensor.getValue();
            var entry = root.putObject(tensor.getKey());
            entry.put("dtype", streamed.dtype().code());
            var shape = entry.putArray("shape");
            streamed.shape().forEach(shape::add);
            var end = offset
                    + LlamaConfig.size(streamed.shape()) * streamed.dtype().bytes();
            entry.putArray("data_offsets").add(offset).add(end);
            offset = end;
        }
        var json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        var header = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(header, json.length, header.length, (byte) ' ');
        out.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .array());
        out.write(header);
        for (var streamed : tensors.values()) {
            streamed.content().writeTo(out);
        }
    }

    private static void writeValues(OutputStream out, float[] values, Dtype dtype) throws IOException {
        var buffer = ByteBuffer.allocate(CHUNK * dtype.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (var from = 0; from < values.length; from += CHUNK) {
            var to = Math.min(values.length, from + CHUNK);
            buffer.clear();
            for (var i = from; i < to; i++) {
                switch (dtype) {
                    case F32 -> buffer.putFloat(values[i]);
                    case F16 -> buffer.putShort(Float.floatToFloat16(values[i]));
                    case BF16 -> buffer.putShort(Dtype.toBfloat16(values[i]));
                }
            }
            out.write(buffer.array(), 0, buffer.position());
        }
    }
}
