package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import java.util.Optional;

/// The rotary positions of a `config.json`: `rope_parameters` of transformers 5, one object or one for each kind of
/// layer, or the older `rope_theta` and `rope_scaling`.
final class RotaryJson {

    private final ConfigNode root;
    private final Architecture architecture;
    private final int headDim;
    private final int positions;

    RotaryJson(ConfigNode root, Architecture architecture, int headDim, int positions) {
        this.root = root;
        this.architecture = architecture;
        this.headDim = headDim;
        this.positions = positions;
    }

    /// The longest text that one set of frequencies serves, in tokens.
    int longest() {
        return of(LayersJson.FULL)
                .filter(rotary -> rotary.scaling() instanceof RotaryScaling.LongRope)
                .map(rotary -> ((RotaryScaling.LongRope) rotary.scaling()).original())
                .orElse(positions);
    }

    /// The positions of a kind of layer; empty where they are learned.
    Optional<RotaryPositions> of(String layerType) {
        if (architecture == Architecture.GPT2) {
            return Optional.empty();
        }
        var parameters = parameters(layerType);
        return Optional.of(
                new RotaryPositions(turned(parameters), theta(parameters, layerType), scaling(parameters, layerType)));
    }

    private Optional<ConfigNode> parameters(String layerType) {
        var parameters = root.child("rope_parameters");
        var nested = parameters.flatMap(all -> all.child(layerType));
        return nested.isPresent() ? nested : parameters;
    }

    private int turned(Optional<ConfigNode> parameters) {
        var named = architecture == Architecture.GPT_NEOX ? "rotary_pct" : "partial_rotary_factor";
        var factor = parameters
                .filter(node -> node.isSet("partial_rotary_factor"))
                .map(node -> node.number("partial_rotary_factor"))
                .orElseGet(() -> root.number(named, architecture == Architecture.GPT_NEOX ? .25 : 1));
        return (int) (headDim * factor);
    }

    private double theta(Optional<ConfigNode> parameters, String layerType) {
        var local = architecture == Architecture.GEMMA3 && layerType.equals(LayersJson.SLIDING);
        var named = switch (architecture) {
            case GPT_NEOX -> "rotary_emb_base";
            case GEMMA3 -> local ? "rope_local_base_freq" : "rope_theta";
            case LLAMA, MISTRAL, QWEN2, QWEN3, GEMMA2, PHI3, OLMO2, GPT2 -> "rope_theta";
        };
        var otherwise = architecture == Architecture.GEMMA3 && !local ? 1e6 : 1e4;
        return parameters
                .filter(node -> node.isSet("rope_theta"))
                .map(node -> node.number("rope_theta"))
                .orElseGet(() -> root.number(named, otherwise));
    }

    private RotaryScaling scaling(Optional<ConfigNode> parameters, String layerType) {
        // Gemma 3's older files scale the positions of full attention alone
        var older = layerType.equals(LayersJson.SLIDING) && architecture == Architecture.GEMMA3
                ? Optional.<ConfigNode>empty()
                : root.child("rope_scaling");
        var node = parameters.isPresent() ? parameters : older;
        if (node.isEmpty()) {
            return new RotaryScaling.None();
        }
        var kind = node.get().text("rope_type", node.get().text("type", "default"));
        return scaling(kind, node.get());
    }

    private RotaryScaling scaling(String kind, ConfigNode node) {
        var phi = architecture == Architecture.PHI3 && (kind.equals("su") || kind.equals("yarn"));
        return switch (phi ? "longrope" : kind) {
            case "default" -> new RotaryScaling.None();
            case "linear" -> new RotaryScaling.Linear(node.number("factor"));
            case "dynamic" -> new RotaryScaling.Dynamic(node.number("factor"));
            case "llama3" ->
                new RotaryScaling.Llama3(
                        node.number("factor"),
                        node.number("low_freq_factor"),
                        node.number("high_freq_factor"),
                        original(node));
            case "yarn" -> yarn(node);
            case "longrope" -> longRope(node);
            default -> throw root.unsupported("rope_type '" + kind + "'");
        };
    }

    private int original(ConfigNode node) {
        return node.integer(
                "original_max_position_embeddings", root.integer("original_max_position_embeddings", positions));
    }

    private RotaryScaling yarn(ConfigNode node) {
        var original = original(node);
        var factor = node.number("factor", (double) positions / original);
        var scale = node.number("mscale", 0);
        var scaleAll = node.number("mscale_all_dim", 0);
        var computed = scale != 0 && scaleAll != 0
                ? magnitude(factor, scale) / magnitude(factor, scaleAll)
                : magnitude(factor, 1);
        return new RotaryScaling.Yarn(
                factor,
                original,
                node.number("beta_fast", 32),
                node.number("beta_slow", 1),
                node.flag("truncate", true),
                node.number("attention_factor", computed));
    }

    private static double magnitude(double factor, double scale) {
        return factor <= 1 ? 1 : .1 * scale * StrictMath.log(factor) + 1;
    }

    private RotaryScaling longRope(ConfigNode node) {
        var original = original(node);
        var factor = node.number("factor", (double) positions / original);
        var computed = factor <= 1 ? 1 : Math.sqrt(1 + StrictMath.log(factor) / StrictMath.log(original));
        node.numbers("long_factor"); // must be there, and is not used within the original length
        if (original < 2) {
            throw new CheckpointException("original_max_position_embeddings %d is below 2".formatted(original));
        }
        return new RotaryScaling.LongRope(
                node.numbers("short_factor"), original, node.number("attention_factor", computed));
    }
}
