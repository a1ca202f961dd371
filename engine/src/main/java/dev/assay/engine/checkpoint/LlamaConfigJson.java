package dev.assay.engine.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `config.json`, in both spellings: transformers 5 (`rope_parameters`, `dtype`) and older (`rope_theta`,
/// `torch_dtype`). Written with both, so that either loads it.
final class LlamaConfigJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final JsonNode root;
    private final String place;

    private LlamaConfigJson(JsonNode root, String place) {
        this.root = root;
        this.place = place;
    }

    static LlamaConfig read(Path file) {
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

    static LlamaConfig parse(byte[] bytes, String place) {
        final JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(place, e);
        }
        if (root == null || !root.isObject()) {
            throw new CheckpointException(place + " is no JSON object");
        }
        return new LlamaConfigJson(root, place).config();
    }

    private LlamaConfig config() {
        checkArchitecture();
        var hidden = integer("hidden_size");
        var heads = integer("num_attention_heads");
        var headDim = integer("head_dim", heads > 0 ? hidden / heads : 0);
        try {
            return new LlamaConfig(
                    hidden,
                    integer("num_hidden_layers"),
                    heads,
                    integer("num_key_value_heads", heads),
                    headDim,
                    integer("intermediate_size"),
                    integer("vocab_size"),
                    integer("max_position_embeddings", 2048),
                    number(root.path("rms_norm_eps"), "rms_norm_eps", 1e-6),
                    ropeTheta(),
                    root.path("tie_word_embeddings").asBoolean(false),
                    integer("bos_token_id", -1),
                    eosIds(),
                    integer("pad_token_id", -1),
                    dtype());
        } catch (UnsupportedArchitectureException e) {
            throw e;
        } catch (CheckpointException e) {
            var message = String.valueOf(e.getMessage());
            throw message.contains(place) ? e : new CheckpointException(message + " in " + place, e);
        }
    }

    private void checkArchitecture() {
        var architectures = new ArrayList<String>();
        root.path("architectures").forEach(name -> architectures.add(name.asString("")));
        var type = root.path("model_type").asString("");
        if (architectures.isEmpty() ? !type.equals("llama") : !architectures.equals(List.of("LlamaForCausalLM"))) {
            var found = architectures.isEmpty() ? "model_type '" + type + "'" : String.join(", ", architectures);
            throw UnsupportedArchitectureException.training(found, place);
        }
        refuse("attention_bias");
        refuse("mlp_bias");
        var activation = root.path("hidden_act").asString("silu");
        if (!activation.equals("silu")) {
            throw UnsupportedArchitectureException.training("hidden_act '" + activation + "'", place);
        }
        for (var holder : List.of("rope_parameters", "rope_scaling")) {
            var scaling = root.path(holder);
            var kind = scaling.path("rope_type").asString(scaling.path("type").asString("default"));
            if (!kind.equals("default")) {
                throw UnsupportedArchitectureException.training("rope_type '" + kind + "'", place);
            }
        }
        if (root.has("quantization_config") && !root.path("quantization_config").isNull()) {
            throw UnsupportedArchitectureException.training("quantization_config", place);
        }
    }

    private void refuse(String flag) {
        if (root.path(flag).asBoolean(false)) {
            throw UnsupportedArchitectureException.training(flag, place);
        }
    }

    private double ropeTheta() {
        var nested = root.path("rope_parameters").path("rope_theta");
        return number(nested.isMissingNode() ? root.path("rope_theta") : nested, "rope_theta", 1e4);
    }

    private List<Integer> eosIds() {
        var node = root.path("eos_token_id");
        if (!node.isArray()) {
            var id = integer("eos_token_id", -1);
            return id < 0 ? List.of() : List.of(id);
        }
        var ids = new ArrayList<Integer>();
        node.forEach(id -> ids.add(integer(id, "eos_token_id")));
        return ids;
    }

    private Dtype dtype() {
        var name = root.path("dtype").asString(root.path("torch_dtype").asString("float32"));
        return Arrays.stream(Dtype.values())
                .filter(dtype -> dtype.torchName().equals(name))
                .findFirst()
                .orElseThrow(() -> new CheckpointException(
                        "dtype '%s' in %s is not float32, float16 or bfloat16".formatted(name, place)));
    }

    private int integer(String name) {
        var node = root.path(name);
        if (node.isMissingNode() || node.isNull()) {
            throw new CheckpointException("%s lacks %s".formatted(place, name));
        }
        return integer(node, name);
    }

    private int integer(String name, int otherwise) {
        var node = root.path(name);
        return node.isMissingNode() || node.isNull() ? otherwise : integer(node, name);
    }

    private int integer(JsonNode node, String name) {
        if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            throw new CheckpointException("%s %s in %s is no whole number".formatted(name, node, place));
        }
        return node.intValue();
    }

    private double number(JsonNode node, String name, double otherwise) {
        if (node.isMissingNode() || node.isNull()) {
            return otherwise;
        }
        if (!node.isNumber()) {
            throw new CheckpointException("%s %s in %s is no number".formatted(name, node, place));
        }
        return node.doubleValue();
    }

    static String write(LlamaConfig config) {
        var root = JSON.createObjectNode();
        root.putArray("architectures").add("LlamaForCausalLM");
        root.put("model_type", "llama");
        root.put("hidden_size", config.hiddenSize());
        root.put("num_hidden_layers", config.layers());
        root.put("num_attention_heads", config.heads());
        root.put("num_key_value_heads", config.keyValueHeads());
        root.put("head_dim", config.headDim());
        root.put("intermediate_size", config.intermediateSize());
        root.put("vocab_size", config.vocabSize());
        root.put("max_position_embeddings", config.maxPositions());
        root.put("hidden_act", "silu");
        root.put("attention_bias", false);
        root.put("mlp_bias", false);
        root.put("rms_norm_eps", config.normEpsilon());
        root.put("rope_theta", config.ropeTheta());
        root.putObject("rope_parameters").put("rope_theta", config.ropeTheta()).put("rope_type", "default");
        root.put("tie_word_embeddings", config.tieWordEmbeddings());
        putToken(root, "bos_token_id", config.bosId());
        if (config.eosIds().size() == 1) {
            root.put("eos_token_id", config.eosIds().getFirst());
        } else if (config.eosIds().isEmpty()) {
            root.putNull("eos_token_id");
        } else {
            var ids = root.putArray("eos_token_id");
            config.eosIds().forEach(ids::add);
        }
        putToken(root, "pad_token_id", config.padId());
        root.put("dtype", config.dtype().torchName());
        root.put("torch_dtype", config.dtype().torchName());
        root.put("use_cache", true);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root).replace("\r\n", "\n") + "\n";
    }

    private static void putToken(ObjectNode root, String name, int id) {
        if (id < 0) {
            root.putNull(name);
        } else {
            root.put(name, id);
        }
    }
}
