package dev.assay.core.run;

/// Ends a run from within a sample, as a spent budget does: the sample is not counted and not logged, what is under
/// way beside it ends by itself, nothing new is begun, and the run can be gone on with.
public final class RunStoppedException extends RuntimeException {

    /// @param reason one sentence for the user
    public RunStoppedException(String reason) {
        super(reason, null, false, false);
    }

    /// One sentence for the user.
    public String reason() {
        return String.valueOf(getMessage());
    }
}
