package dev.assay.engine.training;

import java.nio.file.Path;
import java.util.Optional;

/// Whether a run is kept while it goes, so that it can go on after it was cut off.
///
/// @param file where the state is kept, written whole or not at all; if it is there, the run goes on from
///     it
/// @param everySteps steps between two of them, at least 1
public record Checkpoints(Optional<Path> file, int everySteps) {

    /// Nothing is kept.
    public static final Checkpoints NONE = new Checkpoints(Optional.empty(), 1);

    /// @throws IllegalArgumentException if `everySteps` is below 1
    public Checkpoints {
        if (everySteps < 1) {
            throw new IllegalArgumentException("everySteps must be at least 1, but is " + everySteps);
        }
    }

    /// The state is kept in this file.
    public static Checkpoints in(Path file, int everySteps) {
        return new Checkpoints(Optional.of(file), everySteps);
    }

    /// Whether the state is to be kept after a step.
    ///
    /// @param step steps done, from 1
    /// @param steps steps of the run
    public boolean isDue(int step, int steps) {
        return file.isPresent() && (step % everySteps == 0 || step == steps);
    }
}
