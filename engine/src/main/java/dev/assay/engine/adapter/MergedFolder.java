package dev.assay.engine.adapter;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.SafetensorsWriter;
import dev.assay.engine.checkpoint.SafetensorsWriter.Streamed;
import dev.assay.engine.checkpoint.SafetensorsWriter.Values;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.checkpoint.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// A model folder with an adapter merged in: an ordinary model folder, of which nothing says any more
/// that an adapter was there.
public final class MergedFolder {

    /// What a tokenizer and a chat template lie in. The adapter's own go before the base's: it was
    /// trained with them.
    private static final List<String> TEXT_FILES = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "vocab.json",
            "merges.txt",
            "chat_template.jinja",
            "chat_template.json");

    private static final int CHUNK = 1 << 20;

    private MergedFolder() {}

    /// Writes the folder; it appears whole or not at all. Merged tensors are rounded to the type that the
    /// base keeps them in, as peft's `merge_and_unload` does; all others keep their bits.
    ///
    /// @param out a folder that does not exist yet
    /// @throws CheckpointException if the adapter is for another base, something cannot be read, `out`
    ///     exists, or the
    ///     disk is full
    public static void write(Path base, Path adapter, Path out) {
        if (Files.exists(out)) {
            throw new CheckpointException("'%s' exists already: name a new folder.".formatted(out));
        }
        var part = out.resolveSibling(out.getFileName() + ".part");
        try (var weights = LoraAdapter.read(adapter).on(DecoderWeights.open(base));
                var plain = DecoderWeights.open(base)) {
            weights.requireFinite();
            delete(part);
            Files.createDirectories(part);
            Files.copy(base.resolve(Weights.CONFIG), part.resolve(Weights.CONFIG));
            for (var name : TEXT_FILES) {
                var source = Files.exists(adapter.resolve(name)) ? adapter.resolve(name) : base.resolve(name);
                if (Files.exists(source)) {
                    Files.copy(source, part.resolve(name));
                }
            }
            WholeFile.write(
                    part.resolve(Weights.FILE), stream -> SafetensorsWriter.write(stream, tensors(weights, plain)));
            Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write the merged model to %s: %s".formatted(out, e.getMessage()), e);
        } finally {
            delete(part);
        }
    }

    private static TreeMap<String, Streamed> tensors(DecoderWeights weights, DecoderWeights plain) {
        var tensors = new TreeMap<String, Streamed>();
        weights.layout().shapes().forEach((name, shape) -> {
            var kept = weights.stored(name);
            var dtype = plain.stored(name).map(DecoderWeights.Stored::dtype).orElse(Dtype.F32);
            tensors.put(
                    name,
                    kept.isPresent()
                            ? new Streamed(
                                    dtype, shape, stream -> copy(kept.get().bytes(), stream))
                            : new Streamed(
                                    dtype,
                                    shape,
                                    stream -> Streamed.of(new Values(shape, weights.floats(name)), dtype)
                                            .content()
                                            .writeTo(stream)));
        });
        return tensors;
    }

    private static void copy(MemorySegment bytes, OutputStream out) throws IOException {
        for (var from = 0L; from < bytes.byteSize(); from += CHUNK) {
            var length = Math.min(CHUNK, bytes.byteSize() - from);
            out.write(bytes.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE));
        }
    }

    private static void delete(Path folder) {
        if (Files.notExists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new CheckpointException("Cannot remove %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
