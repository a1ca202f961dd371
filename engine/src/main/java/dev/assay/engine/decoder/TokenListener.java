package dev.assay.engine.decoder;

import dev.assay.engine.decoder.Generation.Alternative;
import java.util.List;

/// Hears each token as it is generated. It runs on a worker, which computes for others too: it must be quick,
/// and must not wait.
@FunctionalInterface
public interface TokenListener {

    /// A token more, the last of `tokens`.
    ///
    /// @param tokens all that were generated so far; changes with the next token, so copy what is kept
    /// @param logProbabilities one a token where asked for, else empty; changes likewise
    /// @param alternatives one list a token where asked for, else empty; changes likewise
    /// @return whether the answer ends here
    boolean endsAfter(List<Integer> tokens, List<Double> logProbabilities, List<List<Alternative>> alternatives);
}
