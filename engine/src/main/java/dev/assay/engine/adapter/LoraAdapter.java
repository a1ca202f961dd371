package dev.assay.engine.adapter;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.checkpoint.SafetensorsReader;
import dev.assay.engine.checkpoint.SafetensorsWriter;
import dev.assay.engine.checkpoint.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A low-rank adapter, as PEFT keeps one: `adapter_config.json` and `adapter_model.safetensors`.
public final class LoraAdapter {

    /// Name of the settings in an adapter's folder.
    public static final String CONFIG = "adapter_config.json";

    /// Name of the numbers in an adapter's folder.
    public static final String FILE = "adapter_model.safetensors";

    private static final String PREFIX = "base_model.model.";
    private static final Pattern HALF = Pattern.compile("(.+)\\.lora_([AB])\\.weight");

    private final LoraSettings settings;
    private final String base;
    private final SortedMap<String, LowRank> additions;
    private final SortedMap<String, SafetensorsWriter.Values> replacements;

    private LoraAdapter(
            LoraSettings settings,
            String base,
            SortedMap<String, LowRank> additions,
            SortedMap<String, SafetensorsWriter.Values> replacements) {
        this.settings = settings;
        this.base = base;
        this.additions = Collections.unmodifiableSortedMap(additions);
        this.replacements = Collections.unmodifiableSortedMap(replacements);
    }

    /// An adapter of these additions.
    ///
    /// @param base what the base is called: a folder or a name on a hub
    /// @param additions by the name of the adapted tensor, such as `model.layers.0.self_attn.q_proj.weight`
    /// @throws IllegalArgumentException if there is none
    public static LoraAdapter of(LoraSettings settings, String base, SortedMap<String, LowRank> additions) {
        if (additions.isEmpty()) {
            throw new IllegalArgumentException("an adapter needs at least one adapted tensor");
        }
        return new LoraAdapter(settings, base, new TreeMap<>(additions), new TreeMap<>());
    }

    /// An adapter that changes nothing yet, to be trained: `A` uniform within `1 / sqrt(inputs)`, `B`
    /// zero, as PEFT begins. Drawn by `java.util.Random`, whose algorithm its specification fixes, tensor
    /// by tensor in the order of [LlamaConfig#shapes()].
    ///
    /// @param base what the base is called: a folder or a name on a hub
    /// @throws IllegalArgumentException if a target is no module of a Llama
    public static LoraAdapter initial(LlamaConfig config, LoraSettings settings, String base, long seed) {
        var random = new Random(seed);
        var additions = new TreeMap<String, LowRank>();
        for (var target : settings.targets()) {
            if (!LoraSettings.ALL_LINEAR.contains(target)) {
                throw new IllegalArgumentException(
                        "'%s' is no module of a Llama that an adapter goes beside: name some of %s"
                                .formatted(target, String.join(", ", LoraSettings.ALL_LINEAR)));
            }
        }
        config.shapes().forEach((name, shape) -> {
            if (settings.targets().stream().anyMatch(target -> name.endsWith("." + target + ".weight"))) {
                var outputs = shape.getFirst();
                var inputs = shape.getLast();
                var a = new float[settings.rank() * inputs];
                for (var i = 0; i < a.length; i++) {
                    a[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(inputs));
                }
                var b = new float[outputs * settings.rank()];
                additions.put(name, new LowRank(outputs, inputs, settings.rank(), settings.scale(), a, b, false));
            }
        });
        return of(settings, base, additions);
    }

    /// Reads an adapter's folder.
    ///
    /// Read are LoRA and rsLoRA with their rank and alpha patterns, on linear layers of every kind, and
    /// whole modules saved beside them. What else PEFT offers (DoRA, biases, embeddings, other kinds of
    /// adapters) is refused by its name.
    ///
    /// @throws CheckpointException if a file is missing or damaged, or the adapter is of a kind that is
    ///     not read
    public static LoraAdapter read(Path folder) {
        var config = LoraConfigJson.read(folder.resolve(CONFIG));
        var file = folder.resolve(FILE);
        if (Files.notExists(file) && Files.exists(folder.resolve("adapter_model.bin"))) {
            throw new CheckpointException(
                    "%s keeps its numbers as a pickle, which may run code: save it again as safetensors (peft's save_pretrained)."
                            .formatted(folder));
        }
        try (var reader = SafetensorsReader.open(file)) {
            var additions = new TreeMap<String, LowRank>();
            var replacements = new TreeMap<String, SafetensorsWriter.Values>();
            for (var name : reader.names()) {
                var half = HALF.matcher(name);
                if (half.matches()) {
                    if (half.group(2).equals("A")) {
                        var module = bare(half.group(1), file);
                        additions.put(module + ".weight", addition(reader, half, module, config, file));
                    } else {
                        partner(reader, half.group(1) + ".lora_A.weight", name, file);
                    }
                } else if (name.contains("lora_")) {
                    throw new CheckpointException(
                            "Tensor '%s' in %s is of a kind of LoRA that is not read (DoRA, biases and embeddings are not): merge it with peft's merge_and_unload."
                                    .formatted(name, file));
                } else {
                    replacements.put(
                            bare(name, file),
                            new SafetensorsWriter.Values(reader.entry(name).shape(), reader.floats(name)));
                }
            }
            if (additions.isEmpty()) {
                throw new CheckpointException("%s holds no tensor named lora_A: fetch it again.".formatted(file));
            }
            return new LoraAdapter(config.settings(), config.base(), additions, replacements);
        }
    }

    private static LowRank addition(
            SafetensorsReader reader, Matcher half, String module, LoraConfigJson config, Path file) {
        var nameA = half.group();
        var nameB = half.group(1) + ".lora_B.weight";
        partner(reader, nameB, nameA, file);
        var shapeA = reader.entry(nameA).shape();
        var shapeB = reader.entry(nameB).shape();
        var rank = config.rank(module);
        if (shapeA.size() != 2 || shapeB.size() != 2 || shapeA.getFirst() != rank || shapeB.getLast() != rank) {
            throw new CheckpointException(
                    "Tensors '%s' and '%s' in %s have the shapes %s and %s, but adapter_config.json states rank %d: fetch both files of one adapter."
                            .formatted(nameA, nameB, file, shapeA, shapeB, rank));
        }
        return new LowRank(
                shapeB.getFirst(),
                shapeA.getLast(),
                rank,
                config.scale(module),
                reader.floats(nameA),
                reader.floats(nameB),
                config.transposed());
    }

    private static void partner(SafetensorsReader reader, String needed, String name, Path file) {
        if (!reader.names().contains(needed)) {
            throw new CheckpointException("Tensor '%s' is missing from %s, which has '%s': fetch the adapter again."
                    .formatted(needed, file, name));
        }
    }

    private static String bare(String name, Path file) {
        if (!name.startsWith(PREFIX)) {
            throw new CheckpointException(
                    "Tensor '%s' in %s does not begin with %s: it was not saved by peft's save_pretrained."
                            .formatted(name, file, PREFIX));
        }
        return name.substring(PREFIX.length());
    }

    /// Writes both files into a folder, which is made if need be, in 32-bit floats; each appears whole or
    /// not at all. The same adapter gives the same bytes.
    ///
    /// @throws CheckpointException if the folder cannot be written
    public void write(Path folder) {
        var json = LoraConfigJson.write(this);
        try {
            Files.createDirectories(folder);
            WholeFile.write(folder.resolve(CONFIG), out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
            WholeFile.write(folder.resolve(FILE), out -> SafetensorsWriter.write(out, tensors(), Dtype.F32));
        } catch (IOException e) {
            throw new CheckpointException("Cannot write the adapter to %s: %s".formatted(folder, e.getMessage()), e);
        }
    }

    private SortedMap<String, SafetensorsWriter.Values> tensors() {
        var tensors = new TreeMap<String, SafetensorsWriter.Values>();
        additions.forEach((name, addition) -> {
            var module = PREFIX + name.substring(0, name.length() - ".weight".length());
            tensors.put(
                    module + ".lora_A.weight",
                    new SafetensorsWriter.Values(List.of(addition.rank(), addition.inputs()), addition.a()));
            tensors.put(
                    module + ".lora_B.weight",
                    new SafetensorsWriter.Values(List.of(addition.outputs(), addition.rank()), addition.b()));
        });
        replacements.forEach((name, values) -> tensors.put(PREFIX + name, values));
        return tensors;
    }

    /// SHA-256, in hexadecimal, of both files that [#write(Path)] writes.
    public String sha256() {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(LoraConfigJson.write(this).getBytes(StandardCharsets.UTF_8));
            try (var out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                SafetensorsWriter.write(out, tensors(), Dtype.F32);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException | IOException e) {
            throw new IllegalStateException("SHA-256 of an adapter in memory cannot fail", e);
        }
    }

    /// How it was made. Where ranks or alphas differ by module, these are the ones that stand for the rest.
    public LoraSettings settings() {
        return settings;
    }

    /// What it calls its base: a folder or a name on a hub, perhaps empty; a text from outside.
    public String base() {
        return base;
    }

    /// What is added, by the name of the adapted tensor.
    public SortedMap<String, LowRank> additions() {
        return additions;
    }

    /// The whole tensors that take the place of the base's, by their names.
    public SortedMap<String, SafetensorsWriter.Values> replacements() {
        return replacements;
    }

    /// The base with the adapter merged in. The base's files stay as they are; closing the result closes
    /// the base.
    ///
    /// @throws CheckpointException if the adapter is for another base: a tensor is missing there or has
    ///     another shape
    public DecoderWeights on(DecoderWeights weights) {
        return new AdaptedWeights(weights, this);
    }
}
