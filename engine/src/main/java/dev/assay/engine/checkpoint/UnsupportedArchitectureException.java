package dev.assay.engine.checkpoint;

import java.util.List;

/// The folder holds a model of a kind that the engine does not compute. The message names it and those
/// supported.
public final class UnsupportedArchitectureException extends CheckpointException {

    /// The architectures that the engine computes, by their Hugging Face class names.
    public static final List<String> SUPPORTED = List.of("LlamaForCausalLM");

    private final String found;

    /// @param found the architecture or the setting that is not supported, as the file names it
    /// @param place where it was read
    public UnsupportedArchitectureException(String found, String place) {
        super(
                "%s in %s is not supported: this engine computes %s with plain rotary positions, SiLU and no biases; serve the model over HTTP and audit that address instead"
                        .formatted(found, place, String.join(", ", SUPPORTED)));
        this.found = found;
    }

    /// What was found, as the file names it.
    public String found() {
        return found;
    }
}
