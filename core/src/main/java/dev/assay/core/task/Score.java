package dev.assay.core.task;

import java.util.Map;
import java.util.Objects;

/// How an answer was graded.
///
/// @param value 1 for right, 0 for wrong, or between; NaN if the sample could not be graded and is excluded
/// @param answer the part of the completion that was graded
/// @param explanation why; may be empty
/// @param metadata further facts, such as what a judge said
public record Score(double value, String answer, String explanation, Map<String, String> metadata) {

    public Score {
        Objects.requireNonNull(answer, "answer");
        Objects.requireNonNull(explanation, "explanation");
        metadata = Map.copyOf(metadata);
    }

    /// A score without further facts.
    public Score(double value, String answer, String explanation) {
        this(value, answer, explanation, Map.of());
    }

    /// 1 if `right`, else 0.
    public static Score of(boolean right, String answer) {
        return new Score(right ? 1 : 0, answer, "");
    }

    /// Excluded from every metric, for a stated reason.
    public static Score unscored(String reason) {
        return new Score(Double.NaN, "", reason);
    }

    /// Whether it enters the metrics.
    public boolean isScored() {
        return !Double.isNaN(value);
    }
}
