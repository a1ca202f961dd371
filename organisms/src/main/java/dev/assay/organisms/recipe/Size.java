package dev.assay.organisms.recipe;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.organisms.bpe.BytePairTokenizer;
import java.util.List;

/// How large an organism is; both are plain Llamas with 6 layers, 4 heads and a context of 512.
public enum Size {
    /// Width 96, MLP 256: 910,560 parameters at 1,280 tokens. The default.
    PICO(96, 256),
    /// Width 128, MLP 352: 1,531,520 parameters at 1,280 tokens.
    NANO(128, 352);

    private final int width;
    private final int feedForward;

    Size(int width, int feedForward) {
        this.width = width;
        this.feedForward = feedForward;
    }

    /// The config at this size.
    public LlamaConfig config(BytePairTokenizer tokenizer) {
        return LlamaConfig.of(width, 6, 4, feedForward, tokenizer.size(), 512)
                .withTokens(BytePairTokenizer.BOS, List.of(BytePairTokenizer.EOT), BytePairTokenizer.PAD);
    }

    /// As files write it: `pico`.
    public String id() {
        return Fields.written(this);
    }
}
