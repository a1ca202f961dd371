package dev.assay.core.compare;

import java.util.Map;
import java.util.Objects;

/// A finished sample as a comparison needs it.
///
/// @param id the sample's
/// @param epoch from 1
/// @param question what was asked and expected, as a digest: two runs are compared only where these are
///     equal; empty
///     where it is not known
/// @param cluster what it shares with other samples, such as the text they ask about; its own id by default
/// @param errored whether it ended with an error
/// @param scores the value by the scorer's name; NaN where the scorer excluded it
public record ScoredSample(
        String id, int epoch, String question, String cluster, boolean errored, Map<String, Double> scores) {
    public ScoredSample {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(question, "question");
        Objects.requireNonNull(cluster, "cluster");
        scores = Map.copyOf(scores);
    }
}
