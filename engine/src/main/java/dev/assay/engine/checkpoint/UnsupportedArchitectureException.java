package dev.assay.engine.checkpoint;

import java.util.List;

/// The folder holds a model of a kind that is not computed. The message names it and those supported.
public final class UnsupportedArchitectureException extends CheckpointException {

    /// The architectures that the engine computes, by their Hugging Face class names.
    public static final List<String> SUPPORTED = List.of(
            "LlamaForCausalLM",
            "MistralForCausalLM",
            "Qwen2ForCausalLM",
            "Qwen3ForCausalLM",
            "Gemma2ForCausalLM",
            "Gemma3ForCausalLM",
            "Phi3ForCausalLM",
            "Olmo2ForCausalLM",
            "GPTNeoXForCausalLM",
            "GPT2LMHeadModel");

    private final String found;

    private UnsupportedArchitectureException(String message, String found) {
        super(message);
        this.found = found;
    }

    /// For a folder that is to be computed.
    ///
    /// @param found the architecture or the setting that is not supported, as the file names it
    /// @param place where it was read
    public static UnsupportedArchitectureException computing(String found, String place) {
        return new UnsupportedArchitectureException(
                "%s in %s is not supported: this engine computes %s; serve the model over HTTP and audit that address instead"
                        .formatted(found, place, String.join(", ", SUPPORTED)),
                found);
    }

    /// For weights that are trained or written, which are Llama's alone.
    static UnsupportedArchitectureException training(String found, String place) {
        return new UnsupportedArchitectureException(
                "%s in %s is not supported here: what is trained is a plain LlamaForCausalLM, with unscaled rotary positions, SiLU and no biases"
                        .formatted(found, place),
                found);
    }

    /// What was found, as the file names it.
    public String found() {
        return found;
    }
}
