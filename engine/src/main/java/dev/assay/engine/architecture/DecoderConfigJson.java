package dev.assay.engine.architecture;

import dev.assay.engine.architecture.DecoderConfig.Attention;
import dev.assay.engine.architecture.DecoderConfig.Mlp;
import dev.assay.engine.architecture.DecoderConfig.Norm;
import dev.assay.engine.checkpoint.CheckpointException;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.UnsupportedArchitectureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/// Reads `config.json` of every architecture, in the spelling of transformers 5 and in older ones. What a file leaves
/// out has the value that transformers' class of that architecture gives it.
final class DecoderConfigJson {

    private final ConfigNode root;
    private final Architecture architecture;

    private DecoderConfigJson(ConfigNode root, Architecture architecture) {
        this.root = root;
        this.architecture = architecture;
    }

    static DecoderConfig read(Path file) {
        final byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "No %s: name a folder that holds config.json, model.safetensors and tokenizer.json."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        }
        return parse(bytes, file.toString());
    }

    static DecoderConfig parse(byte[] bytes, String place) {
        final ConfigNode root;
        try {
            root = ConfigNode.of(JsonMapper.shared().readTree(bytes), place);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(place, e);
        }
        try {
            return new DecoderConfigJson(root, architecture(root)).config();
        } catch (UnsupportedArchitectureException e) {
            throw e;
        } catch (CheckpointException e) {
            var message = String.valueOf(e.getMessage());
            throw message.contains(place) ? e : new CheckpointException(message + " in " + place, e);
        }
    }

    private static Architecture architecture(ConfigNode root) {
        var classes = root.texts("architectures");
        var type = root.text("model_type", "");
        if (classes.isEmpty()) {
            return Architecture.ofType(type).orElseThrow(() -> root.unsupported("model_type '" + type + "'"));
        }
        if (classes.size() > 1) {
            throw root.unsupported(String.join(", ", classes));
        }
        var named = Architecture.ofClass(classes.getFirst()).orElseThrow(() -> root.unsupported(classes.getFirst()));
        if (!type.isEmpty() && !type.equals(named.modelType())) { // transformers' Auto classes go by the type
            throw new CheckpointException(
                    "architectures names %s, whose model_type is '%s', and model_type is '%s': correct the one that is wrong"
                            .formatted(named.className(), named.modelType(), type));
        }
        return named;
    }

    private DecoderConfig config() {
        refuseWhatIsNotComputed();
        var gpt2 = architecture == Architecture.GPT2;
        var hidden = root.integer(gpt2 ? "n_embd" : "hidden_size");
        var heads = root.integer(gpt2 ? "n_head" : "num_attention_heads");
        var layers = root.integer(gpt2 ? "n_layer" : "num_hidden_layers");
        DecoderConfig.positive("num_attention_heads", heads);
        DecoderConfig.layerCount(layers);
        var headDim = root.integer("head_dim", headDim(hidden, heads));
        var positions = root.integer(gpt2 ? "n_positions" : "max_position_embeddings", defaultPositions());
        var rotary = new RotaryJson(root, architecture, headDim, positions);
        var gated = architecture != Architecture.GPT_NEOX && !gpt2;
        return new DecoderConfig(
                architecture,
                hidden,
                heads,
                keyValueHeads(heads),
                headDim,
                gpt2 ? root.integer("n_inner", 4 * hidden) : root.integer("intermediate_size"),
                root.integer("vocab_size"),
                Math.min(positions, rotary.longest()),
                new Norm(architecture.norm(), architecture.placement(), epsilon()),
                new Attention(
                        scale(headDim),
                        architecture == Architecture.GEMMA2 ? cap("attn_logit_softcapping", 50) : 0,
                        architecture.queryKeyNorm(),
                        inputBias(),
                        outputBias()),
                new LayersJson(root, architecture, rotary).layers(layers),
                new Mlp(gated, activation(), !gated || root.flag("mlp_bias", false)),
                architecture == Architecture.GPT_NEOX && root.flag("use_parallel_residual", true),
                gpt2,
                architecture.gemma() ? Math.sqrt(hidden) : 1,
                architecture.gemma() ? cap("final_logit_softcapping", 30) : 0,
                root.flag("tie_word_embeddings", architecture.gemma() || gpt2),
                root.integer("bos_token_id", -1),
                root.integers("eos_token_id"),
                root.integer("pad_token_id", -1),
                dtype());
    }

    private int headDim(int hidden, int heads) {
        return switch (architecture) {
            case QWEN3 -> 128;
            case GEMMA2, GEMMA3 -> 256;
            case LLAMA, MISTRAL, QWEN2, PHI3, OLMO2, GPT_NEOX, GPT2 -> hidden / heads;
        };
    }

    private int defaultPositions() {
        return switch (architecture) {
            case LLAMA, OLMO2, GPT_NEOX -> 2048;
            case MISTRAL, GEMMA3 -> 131_072;
            case QWEN2, QWEN3 -> 32_768;
            case GEMMA2 -> 8192;
            case PHI3 -> 4096;
            case GPT2 -> 1024;
        };
    }

    private int keyValueHeads(int heads) {
        return switch (architecture) {
            case MISTRAL -> root.integer("num_key_value_heads", root.has("num_key_value_heads") ? heads : 8);
            case GEMMA2, GEMMA3 -> root.integer("num_key_value_heads", 4);
            case LLAMA, QWEN2, QWEN3, PHI3, OLMO2 -> root.integer("num_key_value_heads", heads);
            case GPT_NEOX, GPT2 -> heads;
        };
    }

    private double epsilon() {
        return switch (architecture) {
            case GPT2 -> root.number("layer_norm_epsilon", 1e-5);
            case GPT_NEOX -> root.number("layer_norm_eps", 1e-5);
            case PHI3, OLMO2 -> root.number("rms_norm_eps", 1e-5);
            case LLAMA, MISTRAL, QWEN2, QWEN3, GEMMA2, GEMMA3 -> root.number("rms_norm_eps", 1e-6);
        };
    }

    private double scale(int headDim) {
        var width = architecture.gemma() ? root.number("query_pre_attn_scalar", 256) : headDim;
        return architecture == Architecture.GPT2 && !root.flag("scale_attn_weights", true) ? 1 : 1 / Math.sqrt(width);
    }

    /// A null, like Gemma 3's silence, means that there is no cap.
    private double cap(String name, double ofGemma2) {
        return root.number(name, architecture == Architecture.GEMMA2 && !root.has(name) ? ofGemma2 : 0);
    }

    private boolean inputBias() {
        return switch (architecture) {
            case QWEN2, GPT2 -> true;
            case GPT_NEOX -> root.flag("attention_bias", true);
            case LLAMA, QWEN3, GEMMA2, GEMMA3, OLMO2 -> root.flag("attention_bias", false);
            case MISTRAL, PHI3 -> false;
        };
    }

    private boolean outputBias() {
        return architecture != Architecture.QWEN2 && inputBias();
    }

    private Activation activation() {
        var key = switch (architecture) {
            case GEMMA2, GEMMA3 -> root.has("hidden_activation") ? "hidden_activation" : "hidden_act";
            case GPT2 -> "activation_function";
            case LLAMA, MISTRAL, QWEN2, QWEN3, PHI3, OLMO2, GPT_NEOX -> "hidden_act";
        };
        var otherwise = switch (architecture) {
            case GEMMA2, GEMMA3 -> "gelu_pytorch_tanh";
            case GPT2 -> "gelu_new";
            case GPT_NEOX -> "gelu";
            case LLAMA, MISTRAL, QWEN2, QWEN3, PHI3, OLMO2 -> "silu";
        };
        // Gemma 2's first files name "gelu" in hidden_act, which its class does not read.
        var name = architecture.gemma() && key.equals("hidden_act") ? otherwise : root.text(key, otherwise);
        return Activation.named(name).orElseThrow(() -> root.unsupported(key + " '" + name + "'"));
    }

    private void refuseWhatIsNotComputed() {
        if (root.isSet("quantization_config")) {
            throw root.unsupported("quantization_config");
        }
        // transformers takes rope_scaling first, and this engine rope_parameters
        if (root.isFilled("rope_scaling")
                && root.isFilled("rope_parameters")
                && !root.equal("rope_scaling", "rope_parameters")) {
            throw new CheckpointException(
                    "rope_scaling and rope_parameters are both set and differ: remove the one that the model was not trained with");
        }
        for (var flag : List.of(
                "use_bidirectional_attention",
                "scale_attn_by_inverse_layer_idx",
                "add_cross_attention",
                "reorder_and_upcast_attn")) {
            if (root.flag(flag, false)) {
                throw root.unsupported(flag);
            }
        }
        if (architecture == Architecture.LLAMA
                && root.isSet("layer_types")
                && root.texts("layer_types").stream().anyMatch(type -> !type.equals(LayersJson.FULL))) {
            throw root.unsupported("layer_types of a Llama");
        }
    }

    private Dtype dtype() {
        var name = root.text("dtype", root.text("torch_dtype", "float32"));
        return Arrays.stream(Dtype.values())
                .filter(dtype -> dtype.torchName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        "dtype '%s' in %s is not float32, float16 or bfloat16".formatted(name, root.place())));
    }
}
