package dev.assay.app;

/// The stable exit codes of every command. Where several hold, {@link #worst} says which one is returned.
public enum ExitCode {
    /// Every claim passed, or the command did what was asked.
    OK(0),
    /// A claim failed.
    CLAIM_FAILED(1),
    /// Bad usage or bad input; nothing was written.
    BAD_INPUT(2),
    /// A claim was inconclusive within the budget.
    INCONCLUSIVE(3),
    /// A claim could not be decided because calls errored.
    CALLS_ERRORED(4),
    /// An error of ours.
    INTERNAL(70),
    /// Interrupted; the resume command was printed.
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /// Of two codes that both hold, the one that is returned: 70, 2, 130, 4, 1, 3, 0 in this order.
    public static ExitCode worst(ExitCode one, ExitCode other) {
        return one.rank() <= other.rank() ? one : other;
    }

    private int rank() {
        return switch (this) {
            case INTERNAL -> 0;
            case BAD_INPUT -> 1;
            case INTERRUPTED -> 2;
            case CALLS_ERRORED -> 3;
            case CLAIM_FAILED -> 4;
            case INCONCLUSIVE -> 5;
            case OK -> 6;
        };
    }
}
