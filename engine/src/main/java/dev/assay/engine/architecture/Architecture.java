package dev.assay.engine.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The families that the engine computes, each a choice among the same parts.
public enum Architecture {
    /// Llama 2 and 3, SmolLM and what else is saved as one.
    LLAMA("LlamaForCausalLM", "llama", NormKind.RMS, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.LLAMA),
    /// Mistral.
    MISTRAL("MistralForCausalLM", "mistral", NormKind.RMS, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.LLAMA),
    /// Qwen 2 and 2.5.
    QWEN2("Qwen2ForCausalLM", "qwen2", NormKind.RMS, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.LLAMA),
    /// Qwen 3, dense.
    QWEN3("Qwen3ForCausalLM", "qwen3", NormKind.RMS, NormPlacement.BEFORE, QueryKeyNorm.PER_HEAD, Naming.LLAMA),
    /// Gemma 2.
    GEMMA2("Gemma2ForCausalLM", "gemma2", NormKind.RMS_PLUS_ONE, NormPlacement.AROUND, QueryKeyNorm.NONE, Naming.LLAMA),
    /// Gemma 3, text only.
    GEMMA3(
            "Gemma3ForCausalLM",
            "gemma3_text",
            NormKind.RMS_PLUS_ONE,
            NormPlacement.AROUND,
            QueryKeyNorm.PER_HEAD,
            Naming.LLAMA),
    /// Phi 3 and 3.5 mini, Phi 4.
    PHI3("Phi3ForCausalLM", "phi3", NormKind.RMS, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.LLAMA_FUSED),
    /// OLMo 2.
    OLMO2("Olmo2ForCausalLM", "olmo2", NormKind.RMS, NormPlacement.AFTER, QueryKeyNorm.WHOLE, Naming.LLAMA),
    /// GPT-NeoX and Pythia.
    GPT_NEOX(
            "GPTNeoXForCausalLM", "gpt_neox", NormKind.LAYER, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.GPT_NEOX),
    /// GPT-2.
    GPT2("GPT2LMHeadModel", "gpt2", NormKind.LAYER, NormPlacement.BEFORE, QueryKeyNorm.NONE, Naming.GPT2);

    private final String className;
    private final String modelType;
    private final NormKind norm;
    private final NormPlacement placement;
    private final QueryKeyNorm queryKeyNorm;
    private final Naming naming;

    Architecture(
            String className,
            String modelType,
            NormKind norm,
            NormPlacement placement,
            QueryKeyNorm queryKeyNorm,
            Naming naming) {
        this.className = className;
        this.modelType = modelType;
        this.norm = norm;
        this.placement = placement;
        this.queryKeyNorm = queryKeyNorm;
        this.naming = naming;
    }

    /// The name of the class in transformers, which is how `config.json` names an architecture.
    public String className() {
        return className;
    }

    /// `model_type` in `config.json`.
    public String modelType() {
        return modelType;
    }

    NormKind norm() {
        return norm;
    }

    NormPlacement placement() {
        return placement;
    }

    QueryKeyNorm queryKeyNorm() {
        return queryKeyNorm;
    }

    Naming naming() {
        return naming;
    }

    /// Whether it is one of Gemma's, which scales embeddings and states the scale of attention.
    boolean gemma() {
        return this == GEMMA2 || this == GEMMA3;
    }

    /// The names of all classes that are computed.
    public static List<String> classNames() {
        return Arrays.stream(values()).map(Architecture::className).toList();
    }

    static Optional<Architecture> ofClass(String name) {
        return Arrays.stream(values())
                .filter(value -> value.className.equals(name))
                .findFirst();
    }

    static Optional<Architecture> ofType(String type) {
        return Arrays.stream(values())
                .filter(value -> value.modelType.equals(type))
                .findFirst();
    }
}
