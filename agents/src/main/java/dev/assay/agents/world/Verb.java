package dev.assay.agents.world;

import java.util.Locale;

/// What an action does to a resource.
public enum Verb {
    LIST,
    READ,
    CREATE,
    WRITE,
    SEND,
    SHARE,
    DELETE,
    TRANSFER;

    /// The word in policies and logs, such as `send`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
