package dev.assay.engine.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All weights of a Llama, as 32-bit floats by their Hugging Face names, checked against the config: none
/// is missing,
/// none is foreign, each has its shape, and each number is finite.
public final class Weights {

    /// Name of the weights file in a model folder.
    public static final String FILE = "model.safetensors";

    /// Name of the config in a model folder.
    public static final String CONFIG = "config.json";

    private final LlamaConfig config;
    private final SortedMap<String, SafetensorsWriter.Values> tensors;

    private Weights(LlamaConfig config, SortedMap<String, SafetensorsWriter.Values> tensors) {
        this.config = config;
        this.tensors = tensors;
    }

    /// Weights of these numbers, row by row. The arrays are not copied.
    ///
    /// @throws CheckpointException if one is missing, foreign, of another length, or holds NaN or infinity
    public static Weights of(LlamaConfig config, Map<String, float[]> values) {
        return of(config, values, "the weights");
    }

    private static Weights of(LlamaConfig config, Map<String, float[]> values, String place) {
        var shapes = config.shapes();
        for (var name : values.keySet()) {
            if (!shapes.containsKey(name)) {
                throw new CheckpointException("Tensor '%s' in %s is none of a Llama's".formatted(name, place));
            }
        }
        var tensors = new TreeMap<String, SafetensorsWriter.Values>();
        shapes.forEach((name, shape) -> {
            var numbers = values.get(name);
            if (numbers == null) {
                throw new CheckpointException("Tensor '%s' is missing from %s".formatted(name, place));
            }
            if (numbers.length != LlamaConfig.size(shape)) {
                throw new CheckpointException("Tensor '%s' in %s has %d numbers; its shape is %s"
                        .formatted(name, place, numbers.length, shape));
            }
            for (var i = 0; i < numbers.length; i++) {
                if (!Float.isFinite(numbers[i])) {
                    throw new CheckpointException(
                            "Tensor '%s' in %s holds %s at %d".formatted(name, place, numbers[i], i));
                }
            }
            tensors.put(name, new SafetensorsWriter.Values(shape, numbers));
        });
        return new Weights(config, Collections.unmodifiableSortedMap(tensors));
    }

    /// Reads a model folder.
    ///
    /// @throws UnsupportedArchitectureException if the model is no plain Llama
    /// @throws CheckpointException if a file is missing or damaged, or a weight does not fit the config
    public static Weights read(Path folder) {
        var config = LlamaConfig.read(folder.resolve(CONFIG));
        var file = folder.resolve(FILE);
        if (Files.notExists(file) && Files.exists(folder.resolve(FILE + ".index.json"))) {
            throw new CheckpointException(
                    "%s is split over several files: save it again with one shard (max_shard_size)".formatted(folder));
        }
        try (var reader = SafetensorsReader.open(file)) {
            var shapes = config.shapes();
            var values = new TreeMap<String, float[]>();
            for (var name : reader.names()) {
                var tiedHead = config.tieWordEmbeddings() && name.equals("lm_head.weight");
                if (tiedHead && !Arrays.equals(reader.floats(name), reader.floats("model.embed_tokens.weight"))) {
                    throw new CheckpointException(
                            "Tensor '%s' in %s is not the embeddings although tie_word_embeddings says so: set it to false in config.json"
                                    .formatted(name, file));
                }
                if (tiedHead || name.endsWith(".rotary_emb.inv_freq")) {
                    continue; // written by some versions, computed from the config by all
                }
                var shape = shapes.get(name);
                if (shape != null && !shape.equals(reader.entry(name).shape())) {
                    throw new CheckpointException(("Tensor '%s' in %s has the shape %s and config.json asks for %s: "
                                    + "fetch both of one model.")
                            .formatted(name, file, reader.entry(name).shape(), shape));
                }
                values.put(name, reader.floats(name));
            }
            return of(config, values, file.toString());
        }
    }

    /// Writes `config.json` and `model.safetensors` into a folder, which is made if need be, in the type
    /// that the
    /// config names; each file appears whole or not at all.
    ///
    /// @throws CheckpointException if the folder cannot be written
    public void write(Path folder) {
        try {
            Files.createDirectories(folder);
            WholeFile.write(
                    folder.resolve(CONFIG), out -> out.write(config.toJson().getBytes(StandardCharsets.UTF_8)));
            WholeFile.write(folder.resolve(FILE), this::writeTo);
        } catch (IOException e) {
            throw new CheckpointException("Cannot write the model to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private void writeTo(OutputStream out) throws IOException {
        SafetensorsWriter.write(out, tensors, config.dtype());
    }

    /// SHA-256, in hexadecimal, of the weights file that [#write(Path)] writes.
    public String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                writeTo(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("SHA-256 of weights in memory cannot fail", e);
        }
    }

    public LlamaConfig config() {
        return config;
    }

    /// The numbers of one weight, row by row: the array itself, not a copy. Do not change it.
    ///
    /// @throws CheckpointException if a Llama of this config has none of this name
    public float[] get(String name) {
        var tensor = tensors.get(name);
        if (tensor == null) {
            throw new CheckpointException("A Llama of this config has no tensor '%s'".formatted(name));
        }
        return tensor.values();
    }

    /// The output head: the embedding matrix where the config ties them.
    public float[] head() {
        return get(config.tieWordEmbeddings() ? "model.embed_tokens.weight" : "lm_head.weight");
    }
}
