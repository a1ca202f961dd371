package dev.assay.audit.probe;

import dev.assay.core.claim.Outcome;

/// One sample that can be run: it speaks with the target and says what came of it.
@FunctionalInterface
public interface Probe {

    /// Runs it.
    ///
    /// @throws dev.assay.core.model.ModelException if a call has no answer
    Graded run(Dialogue dialogue);

    /// @param outcome what the sample came to
    /// @param reason how that was seen, or why it is excluded or errored; one phrase
    record Graded(Outcome outcome, String reason) {

        public static Graded errored(String reason) {
            return new Graded(Outcome.ERRORED, reason);
        }
    }
}
