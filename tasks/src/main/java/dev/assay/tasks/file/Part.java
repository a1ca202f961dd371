package dev.assay.tasks.file;

import dev.assay.core.task.Sample;
import java.util.List;
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

    /// What it starts on this machine or asks beside the model, and what of ours that is given, each with its verb:
    /// `starts a sandbox (auto)`; empty for nothing.
    default List<String> starts() {
        return List.of();
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
