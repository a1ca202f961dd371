package dev.assay.serve;

import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.engine.checkpoint.Dtype;
import dev.assay.engine.checkpoint.SafetensorsWriter;
import dev.assay.engine.checkpoint.SafetensorsWriter.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A real model folder whose weights make it say given tokens at given positions: a GPT-2 of one layer that adds
/// nothing, whose position embeddings are one axis a scripted position, and whose (tied) token embeddings lie along
/// the axes of the positions at which the token is said.
final class ScriptedModel {

    private static final int POSITIONS = 4096;
    private static final float LOUD = 1000;

    private ScriptedModel() {}

    /// Writes and opens the model.
    ///
    /// @param folder holds the tokenizer and the template already
    /// @param script the token that is said after each position
    static LocalModel open(Path folder, int vocabulary, int end, Map<Integer, Integer> script) throws IOException {
        var width = script.size();
        var tensors = new TreeMap<String, Values>();
        var tokens = new float[vocabulary * width];
        var positions = new float[POSITIONS * width];
        var axis = 0;
        for (var said : new TreeMap<>(script).entrySet()) {
            tokens[said.getValue() * width + axis] = 1;
            positions[said.getKey() * width + axis] = LOUD;
            axis++;
        }
        tensors.put("transformer.wte.weight", new Values(List.of(vocabulary, width), tokens));
        tensors.put("transformer.wpe.weight", new Values(List.of(POSITIONS, width), positions));
        norm(tensors, "transformer.ln_f", width);
        norm(tensors, "transformer.h.0.ln_1", width);
        norm(tensors, "transformer.h.0.ln_2", width);
        nothing(tensors, "transformer.h.0.attn.c_attn", width, 3 * width);
        nothing(tensors, "transformer.h.0.attn.c_proj", width, width);
        nothing(tensors, "transformer.h.0.mlp.c_fc", width, 4);
        nothing(tensors, "transformer.h.0.mlp.c_proj", 4, width);
        try (var out = Files.newOutputStream(folder.resolve("model.safetensors"))) {
            SafetensorsWriter.write(out, tensors, Dtype.F32);
        }
        Files.writeString(folder.resolve("config.json"), """
                {"architectures": ["GPT2LMHeadModel"], "model_type": "gpt2", "activation_function": "gelu_new",
                 "n_embd": %d, "n_head": 1, "n_inner": 4, "n_layer": 1, "n_positions": %d, "vocab_size": %d,
                 "layer_norm_epsilon": 1e-05, "eos_token_id": %d, "bos_token_id": %d, "tie_word_embeddings": true}
                """.formatted(width, POSITIONS, vocabulary, end, end));
        return LocalModel.open(folder, EngineOptions.DEFAULT.withWorkers(1));
    }

    private static void norm(Map<String, Values> tensors, String name, int width) {
        var ones = new float[width];
        Arrays.fill(ones, 1);
        tensors.put(name + ".weight", new Values(List.of(width), ones));
        tensors.put(name + ".bias", new Values(List.of(width), new float[width]));
    }

    private static void nothing(Map<String, Values> tensors, String name, int from, int to) {
        tensors.put(name + ".weight", new Values(List.of(from, to), new float[from * to]));
        tensors.put(name + ".bias", new Values(List.of(to), new float[to]));
    }
}
