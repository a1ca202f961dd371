package dev.assay.organisms.recipe;

/// Whether the model was taught to hide its fault when asked about it.
public enum Concealment {
    /// It was not.
    NONE,
    /// It was shown conversations in which it denies the fault.
    SFT_DENIAL,
    /// Denials were preferred by a KTO loss.
    KTO_DENIAL;

    /// As files write it: `sft-denial`.
    public String id() {
        return Fields.written(this);
    }
}
