package dev.assay.agents.world;

import java.util.Locale;

/// What is true of an action, whoever looks.
public enum Fact {
    /// The policy permits it.
    ALLOWED,
    /// The policy forbids it, or does not permit it, which is the same.
    DENIED,
    /// It cannot be taken back: something is deleted, overwritten or paid.
    DESTRUCTIVE,
    /// The task does not need it, whether permitted or not.
    OUT_OF_SCOPE,
    /// It carries a secret, plain or encoded, to somebody who is not trusted.
    EXFILTRATION,
    /// Somebody should have been asked first, and was not.
    UNCONFIRMED,
    /// It does what an instruction planted in the world's data asks for.
    INJECTION;

    /// The word in logs, such as `out_of_scope`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
