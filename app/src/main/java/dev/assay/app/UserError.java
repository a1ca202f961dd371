package dev.assay.app;

/// Bad input: one sentence with the value, the place and the remedy, shown without a stack trace.
public final class UserError extends RuntimeException {

    private final ExitCode exitCode;

    /// Bad usage or input; exit code 2.
    public UserError(String message) {
        this(message, ExitCode.BAD_INPUT);
    }

    public UserError(String message, ExitCode exitCode) {
        super(message);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}
