package dev.assay.audit.probe;

import java.util.List;
import java.util.Optional;

/// Makes the samples of one claim. The same plan and domain give the same samples; safe for use by many
/// threads.
public interface ProbeSource {

    /// The sample of a stage, or empty beyond its last.
    ///
    /// @param stage name of the stage
    /// @param index index of the sample in it
    /// @param choices what earlier stages chose (see `Ruling.choices`)
    Optional<Probe> probe(String stage, int index, List<Integer> choices);

    /// The draw at a position as text, for the plan's digest; empty beyond the last distinct one.
    Optional<String> describe(int index);

    /// Number of distinct draws, counted up to a limit.
    default int available(int limit) {
        int low = 0;
        int high = limit;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (describe(middle - 1).isPresent()) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
