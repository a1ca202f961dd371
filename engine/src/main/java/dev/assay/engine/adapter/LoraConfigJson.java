package dev.assay.engine.adapter;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `adapter_config.json` as PEFT writes it.
///
/// @param settings what holds where no pattern says otherwise
/// @param base of `base_model_name_or_path`
/// @param ranks by a pattern for names of modules
/// @param alphas by a pattern for names of modules
/// @param transposed of `fan_in_fan_out`
record LoraConfigJson(
        LoraSettings settings,
        String base,
        Map<Pattern, Integer> ranks,
        Map<Pattern, Double> alphas,
        boolean transposed) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int LONGEST_PATTERN = 1000;

    /// Settings under which an adapter computes something else than `W + scale B A`.
    private static final List<String> OTHER_KINDS = List.of(
            "use_dora",
            "lora_bias",
            "use_qalora",
            "use_bdlora",
            "alora_invocation_tokens",
            "layer_replication",
            "trainable_token_indices",
            "target_parameters",
            "arrow_config",
            "kasa_config");

    /// Ways to draw the first numbers that leave the base as it is.
    private static final List<String> PLAIN_STARTS = List.of("gaussian", "eva", "orthogonal");

    static LoraConfigJson read(Path file) {
        final JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (NoSuchFileException e) {
            throw new CheckpointException(
                    "No %s: name a folder that holds adapter_config.json and adapter_model.safetensors."
                            .formatted(file),
                    e);
        } catch (IOException e) {
            throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
        } catch (JacksonException e) {
            throw CheckpointException.noJson(file.toString(), e);
        }
        var kind = root.path("peft_type").asString("");
        if (!kind.equals("LORA")) {
            throw new CheckpointException(
                    "%s states the peft_type '%s'; LORA is read: merge it with peft itself.".formatted(file, kind));
        }
        OTHER_KINDS.forEach(field -> refuse(root, field, file));
        var start = root.path("init_lora_weights");
        if (start.isString() && !PLAIN_STARTS.contains(start.asString())) {
            throw new CheckpointException(
                    "%s sets init_lora_weights to '%s', which changes the base too: merge it with peft's merge_and_unload."
                            .formatted(file, start.asString()));
        }
        var bias = root.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new CheckpointException(
                    "%s trains biases ('%s'), which is not read: merge it with peft's merge_and_unload."
                            .formatted(file, bias));
        }
        try {
            var settings = new LoraSettings(
                    root.path("r").asInt(0),
                    root.path("lora_alpha").asDouble(0),
                    root.path("use_rslora").asBoolean(false),
                    targets(root.path("target_modules")));
            var ranks = new LinkedHashMap<Pattern, Integer>();
            root.path("rank_pattern")
                    .properties()
                    .forEach(entry -> ranks.put(
                            pattern(entry.getKey(), file), entry.getValue().asInt(0)));
            var alphas = new LinkedHashMap<Pattern, Double>();
            root.path("alpha_pattern")
                    .properties()
                    .forEach(entry -> alphas.put(
                            pattern(entry.getKey(), file), entry.getValue().asDouble(0)));
            return new LoraConfigJson(
                    settings,
                    root.path("base_model_name_or_path").asString(""),
                    ranks,
                    alphas,
                    root.path("fan_in_fan_out").asBoolean(false));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException("%s cannot be used: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void refuse(JsonNode root, String field, Path file) {
        var value = root.path(field);
        var unset = value.isMissingNode()
                || value.isNull()
                || value.isBoolean() && !value.asBoolean()
                || value.isContainer() && value.isEmpty();
        if (!unset) {
            throw new CheckpointException(
                    "%s sets %s, which is not read: merge it with peft's merge_and_unload.".formatted(file, field));
        }
    }

    private static List<String> targets(JsonNode node) {
        if (node.isString()) {
            return List.of(node.asString());
        }
        var targets = new ArrayList<String>();
        node.forEach(target -> targets.add(target.asString("")));
        return targets;
    }

    /// As PEFT matches: the pattern at the end of the name, after a dot or from its start. Patterns come
    /// from a file of somebody else: long ones, and repeated groups, which could be slow for ever, are
    /// refused.
    private static Pattern pattern(String text, Path file) {
        if (text.length() > LONGEST_PATTERN || text.matches(".*[)\\]][*+{].*") || text.matches(".*\\(.*[*+].*")) {
            throw new CheckpointException("The pattern '%s' in %s is not read: name the modules."
                    .formatted(text.substring(0, Math.min(80, text.length())), file));
        }
        try {
            return Pattern.compile("(.*\\.)?(" + text + ")");
        } catch (PatternSyntaxException e) {
            throw new CheckpointException(
                    "The pattern '%s' in %s is no pattern: %s".formatted(text, file, e.getDescription()), e);
        }
    }

    int rank(String module) {
        return value(ranks, module, settings.rank());
    }

    double scale(String module) {
        return LoraSettings.scale(value(alphas, module, settings.alpha()), rank(module), settings.rankStabilized());
    }

    private static <T> T value(Map<Pattern, T> patterns, String module, T otherwise) {
        return patterns.entrySet().stream()
                .filter(entry -> entry.getKey().matcher(module).matches())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(otherwise);
    }

    /// The text for an adapter; ranks and alphas that differ from the settings are written module by
    /// module.
    static String write(LoraAdapter adapter) {
        var settings = adapter.settings();
        var root = JSON.createObjectNode();
        root.put("peft_type", "LORA");
        root.put("task_type", "CAUSAL_LM");
        root.put("base_model_name_or_path", adapter.base());
        root.put("r", settings.rank());
        root.put("lora_alpha", settings.alpha());
        root.put("use_rslora", settings.rankStabilized());
        root.put("bias", "none");
        root.put("lora_dropout", 0.0);
        root.put("inference_mode", true);
        var transposed = adapter.additions().values().stream().anyMatch(LowRank::transposed);
        root.put("fan_in_fan_out", transposed);
        var targets = root.putArray("target_modules");
        var names = new TreeSet<String>();
        var ranks = JSON.createObjectNode();
        var alphas = JSON.createObjectNode();
        adapter.additions().forEach((tensor, addition) -> {
            var module = tensor.substring(0, tensor.length() - ".weight".length());
            names.add(module.substring(module.lastIndexOf('.') + 1));
            if (addition.rank() != settings.rank()) {
                ranks.put(module, addition.rank());
            }
            var alpha = addition.scale() * (settings.rankStabilized() ? Math.sqrt(addition.rank()) : addition.rank());
            if (Math.abs(alpha - settings.alpha()) > 1e-9 * settings.alpha()) {
                alphas.put(module, alpha);
            }
        });
        names.forEach(targets::add);
        root.set("rank_pattern", ranks);
        root.set("alpha_pattern", alphas);
        var whole = root.putArray("modules_to_save");
        adapter.replacements().keySet().stream()
                .map(tensor -> tensor.substring(0, tensor.lastIndexOf('.')))
                .map(module -> module.substring(module.lastIndexOf('.') + 1))
                .distinct()
                .forEach(whole::add);
        if (whole.isEmpty()) {
            root.putNull("modules_to_save");
        }
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }
}
