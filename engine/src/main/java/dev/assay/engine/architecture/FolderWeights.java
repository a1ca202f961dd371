package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.FiniteScan;
import dev.assay.engine.checkpoint.Shards;
import dev.assay.engine.checkpoint.Weights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The weights of a model folder. Opening checks names, shapes and types; numbers are checked as they are
/// read.
final class FolderWeights implements DecoderWeights {

    /// What checkpoints hold beside weights: masks and frequencies, which are computed from the config.
    private static final Pattern COMPUTED =
            Pattern.compile(".*\\.(rotary_emb\\.inv_freq|attention\\.(masked_)?bias|attn\\.(masked_)?bias)");

    private static final List<String> HEADS = List.of("lm_head.weight", "embed_out.weight");

    /// What peft and transformers load on top of the weights where it lies beside them.
    private static final String ADAPTER = "adapter_config.json";

    private static final String GPT2_PREFIX = "transformer.";

    private final Shards shards;
    private final DecoderConfig config;
    private final DecoderLayout layout;
    private final Map<String, String> names;

    private FolderWeights(Shards shards, DecoderConfig config, DecoderLayout layout, Map<String, String> names) {
        this.shards = shards;
        this.config = config;
        this.layout = layout;
        this.names = names;
    }

    static DecoderWeights open(Path folder) {
        if (Files.exists(folder.resolve(ADAPTER))) {
            throw new CheckpointException(
                    "%s is an adapter, which changes a base: merge the two with ./assay models merge %s --base FOLDER --out NEW_FOLDER, or name the base alone."
                            .formatted(folder.resolve(ADAPTER), folder));
        }
        var config = DecoderConfig.read(folder.resolve(Weights.CONFIG));
        var layout = DecoderLayout.of(config);
        var shards = Shards.open(folder);
        var opened = false;
        try {
            var names = names(config, layout, shards);
            opened = true;
            return new FolderWeights(shards, config, layout, names);
        } finally {
            if (!opened) {
                shards.close();
            }
        }
    }

    /// The name in the files of every tensor that is needed.
    private static Map<String, String> names(DecoderConfig config, DecoderLayout layout, Shards shards) {
        var names = new HashMap<String, String>();
        var shapes = layout.shapes();
        for (var found : shards.names()) {
            // GPT-2's own files leave the prefix out
            var bare = config.architecture() == Architecture.GPT2 && !shapes.containsKey(found);
            var name = bare && shapes.containsKey(GPT2_PREFIX + found) ? GPT2_PREFIX + found : found;
            var shape = shapes.get(name);
            if (shape != null) {
                check(shards, found, shape);
                names.put(name, found);
            } else if (!isComputed(found, config)) {
                throw new CheckpointException("Tensor '%s' in %s is none of a %s: fetch weights and config of one model"
                        .formatted(found, shards.folder(), config.architecture().className()));
            }
        }
        requireOneHead(config, layout, shards, names);
        for (var needed : shapes.keySet()) {
            if (!names.containsKey(needed)) {
                throw new CheckpointException("Tensor '%s' is missing from %s".formatted(needed, shards.folder()));
            }
        }
        return names;
    }

    private static boolean isComputed(String name, DecoderConfig config) {
        return config.tieWordEmbeddings() && HEADS.contains(name)
                || COMPUTED.matcher(name).matches();
    }

    /// A head that is said to be the embeddings and lies in the files too must be the same numbers:
    /// transformers computes with the head where they differ (`tie_weights` in `modeling_utils.py`,
    /// version 5.19).
    private static void requireOneHead(
            DecoderConfig config, DecoderLayout layout, Shards shards, Map<String, String> names) {
        var embeddings = names.get(layout.head().tensor());
        if (!config.tieWordEmbeddings() || embeddings == null) {
            return;
        }
        for (var head : HEADS) {
            if (shards.names().contains(head) && !same(shards, head, embeddings)) {
                throw new CheckpointException(
                        "Tensor '%s' in %s is not '%s' although tie_word_embeddings says so: set it to false in config.json to use the head, or remove the tensor."
                                .formatted(head, shards.folder(), embeddings));
            }
        }
    }

    private static boolean same(Shards shards, String left, String right) {
        return shards.entry(left).shape().equals(shards.entry(right).shape())
                && shards.entry(left).dtype().equals(shards.entry(right).dtype())
                && shards.segment(left).mismatch(shards.segment(right)) < 0;
    }

    private static void check(Shards shards, String name, List<Integer> shape) {
        var entry = shards.entry(name);
        if (!entry.shape().equals(shape)) {
            throw new CheckpointException(
                    "Tensor '%s' in %s has the shape %s and config.json asks for %s: fetch both of one model."
                            .formatted(name, shards.folder(), entry.shape(), shape));
        }
        if (entry.floatType().isEmpty()) {
            throw new CheckpointException("Tensor '%s' in %s is of type %s; F32, F16 and BF16 are read"
                    .formatted(name, shards.folder(), entry.dtype()));
        }
    }

    @Override
    public DecoderConfig config() {
        return config;
    }

    @Override
    public DecoderLayout layout() {
        return layout;
    }

    private String found(String tensor) {
        var found = names.get(tensor);
        if (found == null) {
            throw new IllegalArgumentException("No weight is named " + tensor);
        }
        return found;
    }

    @Override
    public float[] floats(String tensor) {
        var found = found(tensor);
        var numbers = shards.floats(found);
        for (var i = 0; i < numbers.length; i++) {
            if (!Float.isFinite(numbers[i])) {
                throw new CheckpointException("Tensor '%s' in %s holds %s at %d: fetch the weights again."
                        .formatted(found, shards.folder(), numbers[i], i));
            }
        }
        return numbers;
    }

    @Override
    public Optional<Stored> stored(String tensor) {
        var found = found(tensor);
        Dtype dtype = shards.entry(found).floatType().orElseThrow();
        return Optional.of(new Stored(shards.segment(found), dtype));
    }

    @Override
    public void requireFinite() {
        names.keySet().parallelStream().forEach(tensor -> {
            var stored = stored(tensor).orElseThrow();
            if (!FiniteScan.allFinite(stored.bytes(), stored.dtype())) {
                floats(tensor); // names the number
            }
        });
    }

    @Override
    public void close() {
        shards.close();
    }
}
