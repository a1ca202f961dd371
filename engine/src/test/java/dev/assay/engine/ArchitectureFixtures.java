package dev.assay.engine;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// The tiny random models of every architecture that `bench/engine/make_architectures.py` made with transformers.
/// They have no tokenizer.
public final class ArchitectureFixtures {

    /// Names of the folders.
    public static final List<String> MODELS = List.of(
            "llama3-bf16",
            "llama-old-linear-f16",
            "llama-old-dynamic-f16",
            "llama-yarn-f16",
            "qwen2-bf16",
            "qwen2-old-f32",
            "qwen3-f16",
            "qwen3-sharded-bf16",
            "gemma2-bf16",
            "gemma2-old-f32",
            "gpt-neox-f16",
            "gpt-neox-old-bf16",
            "mistral-bf16",
            "gemma3-bf16",
            "gemma3-old-f32",
            "phi3-bf16",
            "phi3-old-f16",
            "olmo2-bf16",
            "gpt2-f16",
            "gpt2-bare-bf16");

    private ArchitectureFixtures() {}

    public static Path folder(String name) {
        try {
            var url = ArchitectureFixtures.class.getResource("/architectures/" + name + "/config.json");
            if (url == null) {
                throw new IllegalStateException("No fixture " + name);
            }
            return Path.of(url.toURI()).resolveSibling("");
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
