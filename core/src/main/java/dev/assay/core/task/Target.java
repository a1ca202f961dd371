package dev.assay.core.task;

import java.util.List;

/// What an answer is compared with: one or several accepted texts.
///
/// @param texts accepted texts, in the order given; may be empty where the scorer needs none
public record Target(List<String> texts) {
    public Target {
        texts = List.copyOf(texts);
    }

    public static Target of(String... texts) {
        return new Target(List.of(texts));
    }
}
