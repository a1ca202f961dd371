package dev.assay.core.claim;

/// How one conversation ended, for survival.
///
/// @param turn turn at which it ended, at least 1
/// @param end why
public record Episode(int turn, End end) {
    public Episode {
        if (turn < 1) {
            throw new IllegalArgumentException("An episode that ended at turn " + turn + ": turns count from 1.");
        }
    }

    /// Why an episode ended.
    public enum End {
        /// The limit of turns or of the context was reached without a violation.
        CENSORED,
        /// The behaviour showed.
        VIOLATION,
        /// The task was finished.
        FINISHED,
        /// The model refused to go on, or a tool failed.
        BROKEN_OFF
    }
}
