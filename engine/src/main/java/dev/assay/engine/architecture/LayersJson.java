package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// Which layers look at a window only: `layer_types` of transformers 5, or what older files state instead.
final class LayersJson {

    static final String FULL = "full_attention";
    static final String SLIDING = "sliding_attention";

    private final ConfigNode root;
    private final Architecture architecture;
    private final RotaryJson rotary;

    LayersJson(ConfigNode root, Architecture architecture, RotaryJson rotary) {
        this.root = root;
        this.architecture = architecture;
        this.rotary = rotary;
    }

    List<LayerAttention> layers(int count) {
        var types = types(count);
        if (types.size() != count) {
            throw new CheckpointException(
                    "layer_types names %d layers and num_hidden_layers %d".formatted(types.size(), count));
        }
        var full = new LayerAttention(0, rotary.of(FULL));
        var sliding = types.contains(SLIDING) ? new LayerAttention(window(), rotary.of(SLIDING)) : full;
        var layers = new ArrayList<LayerAttention>();
        for (var type : types) {
            layers.add(
                    switch (type) {
                        case FULL -> full;
                        case SLIDING -> sliding;
                        default -> throw root.unsupported("layer type '" + type + "'");
                    });
        }
        return layers;
    }

    private int window() {
        var window = root.integer("sliding_window", 4096);
        DecoderConfig.positive("sliding_window", window);
        return window;
    }

    private List<String> types(int count) {
        return switch (architecture) {
            case LLAMA, OLMO2, GPT_NEOX, GPT2 -> repeat(FULL, count);
            case MISTRAL -> repeat(root.has("sliding_window") && !root.isSet("sliding_window") ? FULL : SLIDING, count);
            case PHI3 -> repeat(root.isSet("sliding_window") ? SLIDING : FULL, count);
            case QWEN2, QWEN3 -> stated(count, layer -> slidesLate(layer) ? SLIDING : FULL);
            case GEMMA2 -> stated(count, layer -> layer % 2 == 0 ? SLIDING : FULL);
            case GEMMA3 -> {
                var pattern = root.integer("sliding_window_pattern", 6);
                DecoderConfig.positive("sliding_window_pattern", pattern);
                yield stated(count, layer -> (layer + 1) % pattern == 0 ? FULL : SLIDING);
            }
        };
    }

    private boolean slidesLate(int layer) {
        return root.flag("use_sliding_window", false)
                && !(root.has("sliding_window") && !root.isSet("sliding_window"))
                && layer >= root.integer("max_window_layers", 28);
    }

    private List<String> stated(int count, IntFunction<String> otherwise) {
        return root.isSet("layer_types")
                ? root.texts("layer_types")
                : IntStream.range(0, Math.min(count, 1 << 16))
                        .mapToObj(otherwise)
                        .toList();
    }

    private static List<String> repeat(String type, int count) {
        return Collections.nCopies(count, type);
    }
}
