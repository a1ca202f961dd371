package dev.assay.core.compare;

import java.util.List;
import java.util.Objects;

/// A run as a comparison needs it.
///
/// @param name how the user calls it
/// @param task the task's name
/// @param model name of the model
/// @param fingerprint what identifies the model
/// @param samples the finished samples
public record ScoredRun(String name, String task, String model, String fingerprint, List<ScoredSample> samples) {
    public ScoredRun {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(fingerprint, "fingerprint");
        samples = List.copyOf(samples);
    }
}
