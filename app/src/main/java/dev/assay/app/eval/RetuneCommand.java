package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay runs retune RUN`.
@Command(
        name = "retune",
        description = "Change how a running evaluation goes on; it obeys within a second.",
        mixinStandardHelpOptions = true)
public final class RetuneCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or the name of one under runs/.")
    private String run = "";

    @Option(names = "--concurrency", paramLabel = "N", description = "Samples under way at once from now on.")
    private @Nullable Integer concurrency;

    @Option(
            names = "--budget",
            paramLabel = "N",
            description =
                    "Budget of the command that runs it, in place of the one it was given; what it has spent counts."
                            + " Its time cannot be changed.")
    private @Nullable String budget;

    public RetuneCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (concurrency == null && budget == null) {
            throw new UserError("nothing to change: give --concurrency N or --budget N.");
        }
        if (concurrency != null && (concurrency < 1 || concurrency > EvalSettings.MOST_CONCURRENCY)) {
            throw new UserError(
                    "--concurrency must be 1 to " + EvalSettings.MOST_CONCURRENCY + ", but is " + concurrency + ".");
        }
        if (budget != null) {
            requireBudget(budget);
        }
        RunFolder folder = RunFolder.existing(run);
        RunningRuns.running(folder, run);
        new RunOrder(
                        false,
                        concurrency == null ? OptionalInt.empty() : OptionalInt.of(concurrency),
                        Optional.ofNullable(budget))
                .send(folder);
        console.out()
                .println("Run '" + run + "' was told; ./assay runs watch " + EvalText.shellWord(run)
                        + " shows how it goes on.");
        return ExitCode.OK.code();
    }

    /// The run knows the currency; everything else can be checked here.
    private static void requireBudget(String text) {
        var money = java.util.regex.Pattern.compile("[A-Z]{3}").matcher(text);
        Budget parsed = Budget.parse(text, money.find() ? money.group() : "USD");
        if (parsed.time().isPresent()) {
            throw new UserError("--budget '" + text + "': the time of a running evaluation cannot be changed; stop it"
                    + " with ./assay runs stop when it is enough.");
        }
    }
}
