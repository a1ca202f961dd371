package dev.assay.tasks.file;

import dev.assay.core.task.Sample;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a solver or scorer is beyond itself.
interface Part {

    /// Digests of the files that it read, in a fixed order.
    default List<String> digests() {
        return List.of();
    }

    /// Names of what it takes from samples, of {@link dev.assay.tasks.data.SampleFacts}.
    default Set<String> facts() {
        return Set.of();
    }

    /// What it starts on this machine or asks beside the model, such as `a sandbox`; empty for nothing.
    default Optional<String> starts() {
        return Optional.empty();
    }

    /// Where the file names it.
    default int line() {
        return 1;
    }

    /// Looks whether a sample has what it needs.
    ///
    /// @throws IllegalArgumentException without a place, if it has not
    default void check(Sample sample) {}
}
