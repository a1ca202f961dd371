package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.JournalException;
import dev.assay.core.model.ModelException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a user sees when something went wrong: one sentence, and an exit code.
final class Failures {

    private static final int LIMIT = 2_000;

    private Failures() {}

    /// Prints one sentence for `exception` and returns the exit code. What we did not foresee is an error of ours: its
    /// stack trace goes to a file, and the sentence names the file.
    static int report(Console console, Throwable exception) {
        ExitCode code = exitCode(exception);
        if (code == ExitCode.INTERNAL) {
            console.err().println("error: this is a fault of Assay, not of yours: " + oneSentence(exception));
            console.err().println("Please report it with " + saveTrace(exception) + ".");
        } else {
            console.err().println("error: " + oneSentence(exception));
        }
        return code.code();
    }

    private static ExitCode exitCode(Throwable exception) {
        return switch (exception) {
            case UserError error -> error.exitCode();
            case JournalException error when error.kind() != JournalException.Kind.DUPLICATE -> ExitCode.BAD_INPUT;
            case ModelException error when error.kind() == ModelException.Kind.INTERRUPTED -> ExitCode.INTERRUPTED;
            case ModelException error when error.kind() == ModelException.Kind.CONTEXT_LENGTH -> ExitCode.BAD_INPUT;
            case ModelException error when error.kind().isFatal() -> ExitCode.BAD_INPUT;
            case ModelException _ -> ExitCode.CALLS_ERRORED;
            default -> KnownFailures.isBadInput(exception) ? ExitCode.BAD_INPUT : ExitCode.INTERNAL;
        };
    }

    static String oneSentence(Throwable exception) {
        String message = exception.getMessage();
        if (message == null || message.isBlank()) {
            message = exception.getClass().getSimpleName();
        }
        String shown = message.lines()
                .map(line -> Printable.line(line, LIMIT))
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
        return shown.isEmpty() || ".!?".indexOf(shown.charAt(shown.length() - 1)) >= 0 ? shown : shown + ".";
    }

    private static String saveTrace(Throwable exception) {
        try {
            Path file = Files.createTempFile("assay-error-", ".txt");
            try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                exception.printStackTrace(writer);
            }
            return "the file " + file;
        } catch (IOException e) {
            return "this sentence (no file could be written for the details)";
        }
    }
}
