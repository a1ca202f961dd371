package dev.assay.engine.architecture;

/// Where a block normalises.
public enum NormPlacement {
    /// What attention and MLP read.
    BEFORE,
    /// What attention and MLP give, before it is added to the residual stream: OLMo 2.
    AFTER,
    /// Both: Gemma 2 and 3.
    AROUND;

    /// Whether what a part reads is normalised.
    public boolean before() {
        return this != AFTER;
    }

    /// Whether what a part gives is normalised.
    public boolean after() {
        return this != BEFORE;
    }
}
