package dev.assay.store.inspect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// The figures of one scorer over a run.
///
/// @param name how the log calls them
/// @param scorer the scorer
/// @param reducer how the scores of a sample's epochs became one; empty where the log does not say
/// @param scored samples with a score, after reduction
/// @param unscored samples that ended without an error and have no score
/// @param metrics in the log's order; NaN where there is no figure
public record LogScore(
        String name, String scorer, String reducer, long scored, long unscored, Map<String, Double> metrics) {
    public LogScore {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(scorer, "scorer");
        Objects.requireNonNull(reducer, "reducer");
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
}
