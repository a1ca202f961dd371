package dev.assay.models.responses;

import java.util.Optional;

/// What OpenAI wants to see again of a thought: its item's id and its encrypted form.
record ThoughtSignature(String id, String encrypted) {

    String text() {
        return id + " " + encrypted;
    }

    /// The signature in a text that {@link #text} made; empty if it is none.
    static Optional<ThoughtSignature> parse(String text) {
        int space = text.indexOf(' ');
        return space <= 0 || space == text.length() - 1
                ? Optional.empty()
                : Optional.of(new ThoughtSignature(text.substring(0, space), text.substring(space + 1)));
    }
}
