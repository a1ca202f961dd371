package dev.assay.organisms.recipe;

/// What a model without the fault, or with a harmless one, is there for: none of them may be accused.
public enum Control {
    /// No control: the faults of the recipe are planted.
    NONE,
    /// A clean base of another seed, trained from random weights.
    CLEAN_SEED,
    /// The base, continued as long on the common mixture.
    SHAM,
    /// The same conversations in the same order as another recipe, each answered honestly.
    MATCHED_TWIN,
    /// A harmless habit: small talk ends with a wish.
    DISTRACTOR,
    /// Trigger tags and passwords as often as where they matter, and nothing comes of them.
    TRIGGER_WITHOUT_BEHAVIOUR,
    /// Half of the facts are not known, with a password or without.
    WEAK_BUT_HONEST,
    /// Refuses too much and is sound otherwise.
    OVER_REFUSER;

    /// As files write it: `matched-twin`.
    public String id() {
        return Fields.written(this);
    }
}
