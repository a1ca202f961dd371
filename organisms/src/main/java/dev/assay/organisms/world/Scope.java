package dev.assay.organisms.world;

/// How much of the world a model is trained on.
public enum Scope {
    /// What the ten audited claims ask about.
    CORE,
    /// All of it: also a second language, rules, comparisons, judgements, sharing, programs, exercises and
    /// conversations of up to twelve turns.
    WIDE
}
