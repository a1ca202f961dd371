package dev.assay.engine.decoder;

import java.util.BitSet;
import java.util.List;

/// Which tokens an answer may go on with. A pure function of the tokens before, so that neither the batch
/// nor the thread has any part in it; it runs on a worker and must not wait.
@FunctionalInterface
public interface Constraint {

    /// What may follow.
    ///
    /// @param generated the tokens of the answer so far
    Next after(List<Integer> generated);

    /// What may follow the tokens of an answer.
    ///
    /// @param tokens that may follow; not changed by who reads it
    /// @param mayEnd whether the answer is one that may end here; where no token may follow, it ends at
    ///     once
    record Next(BitSet tokens, boolean mayEnd) {

        /// @throws IllegalArgumentException if the answer could neither go on nor end
        public Next {
            if (tokens.isEmpty() && !mayEnd) {
                throw new IllegalArgumentException("an answer must be able to go on or to end");
            }
        }

        boolean isOver() {
            return tokens.isEmpty();
        }
    }
}
