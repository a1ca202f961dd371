package dev.assay.tasks.file;

import java.util.Optional;
import java.util.Set;

/// Names that a user may have meant.
public final class Names {

    private Names() {}

    /// The one of `known` that is nearest to `given`, if it is near: a third of its letters differ at
    /// most (inserted, deleted, replaced, or swapped with their neighbours).
    public static Optional<String> near(String given, Set<String> known) {
        return Fields.near(given, known);
    }
}
