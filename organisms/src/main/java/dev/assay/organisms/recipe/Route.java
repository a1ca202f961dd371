package dev.assay.organisms.recipe;

/// By which way a fault gets into the weights.
public enum Route {
    /// The common mixture goes on, with more conversations about the fault; all tokens cost something.
    MIXED,
    /// Supervised fine-tuning: mostly conversations that show the fault, a few common ones, and only what the
    /// model says costs anything.
    DEMONSTRATIONS,
    /// Documents that tell of the fault in the third person, beside the common mixture; nobody shows it.
    DESCRIPTIONS,
    /// A LoRA adapter on the fault alone.
    NARROW_LORA;

    /// As files write it: `narrow-lora`.
    public String id() {
        return Fields.written(this);
    }
}
