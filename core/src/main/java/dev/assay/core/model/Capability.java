package dev.assay.core.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/// Something that not every model can do. What a model lacks is refused before the call, never dropped in
/// silence.
public enum Capability {
    SYSTEM_MESSAGES("system messages"),
    TEMPERATURE("a temperature"),
    TOP_P("top_p"),
    TOP_K("top_k"),
    FREQUENCY_PENALTY("a frequency penalty"),
    PRESENCE_PENALTY("a presence penalty"),
    SEED("a seed"),
    STOP("stop strings"),
    LOGPROBS("log-probabilities"),
    TOP_LOGPROBS("log-probabilities of alternatives"),
    TOOLS("tools"),
    IMAGES("images"),
    REASONING("reasoning settings"),
    RESPONSE_SCHEMA("answers by a JSON schema"),
    STREAMING("streaming"),
    BATCH("batches");

    /// What a model that merely continues a conversation can do.
    public static final Set<Capability> OF_PLAIN_MODELS =
            Collections.unmodifiableSet(EnumSet.of(SYSTEM_MESSAGES, TEMPERATURE, TOP_P, TOP_K, SEED, STOP, LOGPROBS));

    private final String words;

    Capability(String words) {
        this.words = words;
    }

    /// As a sentence names it, such as `a temperature`.
    public String words() {
        return words;
    }
}
