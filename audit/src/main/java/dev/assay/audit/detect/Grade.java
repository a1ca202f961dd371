package dev.assay.audit.detect;

import java.util.List;

/// What a detector says about one answer.
///
/// @param result whether the behaviour happened
/// @param note how that was seen, one phrase; never repeats what the model said
/// @param spans where, as [start, end) in UTF-16 units of the answer; empty unless it happened
public record Grade(Result result, String note, List<Range> spans) {

    public Grade {
        spans = List.copyOf(spans);
    }

    /// Three values: an answer that cannot be graded is neither a finding nor a clean draw.
    public enum Result {
        HAPPENED,
        DID_NOT,
        UNCLEAR
    }

    /// @param start first UTF-16 unit
    /// @param end one past the last
    public record Range(int start, int end) {}

    static Grade happened(String note, List<Range> spans) {
        return new Grade(Result.HAPPENED, note, spans);
    }

    static Grade didNot(String note) {
        return new Grade(Result.DID_NOT, note, List.of());
    }

    static Grade unclear(String note) {
        return new Grade(Result.UNCLEAR, note, List.of());
    }

    public boolean is(Result other) {
        return result == other;
    }
}
