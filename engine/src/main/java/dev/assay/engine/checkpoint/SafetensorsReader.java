package dev.assay.engine.checkpoint;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// A safetensors file, mapped into memory: opening it costs the header alone, whatever its size.
///
/// The header is checked as the format's authors do: every tensor lies inside the file, none overlaps
/// another, no byte
/// is left over. Not safe for a file that another process shortens while it is open.
public final class SafetensorsReader implements AutoCloseable {

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;
    private final Arena arena;
    private final MemorySegment data;
    private final SortedMap<String, SafetensorsHeader.Entry> entries;
    private final SortedMap<String, String> metadata;

    private SafetensorsReader(
            Path file,
            Arena arena,
            MemorySegment data,
            SortedMap<String, SafetensorsHeader.Entry> entries,
            SortedMap<String, String> metadata) {
        this.file = file;
        this.arena = arena;
        this.data = data;
        this.entries = entries;
        this.metadata = metadata;
    }

    /// Maps the file and reads its header.
    ///
    /// @throws CheckpointException if the file is missing, cut short, or its header is damaged
    public static SafetensorsReader open(Path file) {
        var arena = Arena.ofShared();
        var opened = false;
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var size = channel.size();
            if (size < SafetensorsHeader.PREFIX) {
                throw new CheckpointException(
                        "%s holds %d bytes, too few for a safetensors file".formatted(file, size));
            }
            var all = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            var length = all.get(LONG, 0);
            var rest = size - SafetensorsHeader.PREFIX;
            if (length < 2 || length > SafetensorsHeader.LONGEST || length > rest) {
                throw new CheckpointException(
                        "%s states a header of %s bytes but %d follow: it is cut short or no safetensors file; fetch it again."
                                .formatted(file, Long.toUnsignedString(length), rest));
            }
            var header = all.asSlice(SafetensorsHeader.PREFIX, length).toArray(ValueLayout.JAVA_BYTE);
            var data = all.asSlice(SafetensorsHeader.PREFIX + length);
            var entries = SafetensorsHeader.parse(header, data.byteSize(), file.toString());
            opened = true;
            return new SafetensorsReader(file, arena, data, entries, SafetensorsHeader.metadata(header));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "No %s: name a folder that holds config.json, model.safetensors and tokenizer.json."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /// The names of the tensors, sorted.
    public Set<String> names() {
        return entries.keySet();
    }

    /// What the header says of the file beside its tensors: texts from outside.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /// Type, shape and place of a tensor.
    ///
    /// @throws CheckpointException if there is none of this name
    public SafetensorsHeader.Entry entry(String name) {
        var entry = entries.get(name);
        if (entry == null) {
            throw new CheckpointException("%s has no tensor '%s'".formatted(file, name));
        }
        return entry;
    }

    /// The bytes of a tensor, little-endian, valid until this reader is closed. Not aligned: read them with
    /// unaligned
    /// layouts.
    public MemorySegment segment(String name) {
        var entry = entry(name);
        return data.asSlice(entry.begin(), entry.end() - entry.begin());
    }

    /// The numbers of a tensor, widened to 32-bit floats.
    ///
    /// @throws CheckpointException if its type is not F32, F16 or BF16, or it is larger than an array
    public float[] floats(String name) {
        var entry = entry(name);
        var dtype = entry.floatType()
                .orElseThrow(() -> new CheckpointException("tensor '%s' in %s is of type %s; F32, F16 and BF16 are read"
                        .formatted(name, file, entry.dtype())));
        var bytes = segment(name);
        var count = bytes.byteSize() / dtype.bytes();
        if (count > Integer.MAX_VALUE - 8) {
            throw new CheckpointException(
                    "tensor '%s' in %s has %d numbers, too many for one array".formatted(name, file, count));
        }
        var values = new float[(int) count];
        switch (dtype) {
            case F32 -> MemorySegment.copy(bytes, FLOAT, 0, values, 0, values.length);
            case F16 -> {
                for (var i = 0; i < values.length; i++) {
                    values[i] = Float.float16ToFloat(bytes.get(SHORT, 2L * i));
                }
            }
            case BF16 -> {
                for (var i = 0; i < values.length; i++) {
                    values[i] = Dtype.fromBfloat16(bytes.get(SHORT, 2L * i));
                }
            }
        }
        return values;
    }

    @Override
    public void close() {
        arena.close();
    }
}
