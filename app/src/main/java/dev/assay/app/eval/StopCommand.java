package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./assay runs stop RUN`.
@Command(
        name = "stop",
        description = "End a running evaluation: what is under way is finished and kept, nothing new is begun.",
        mixinStandardHelpOptions = true)
public final class StopCommand implements Callable<Integer> {

    private static final long TICK_MILLISECONDS = 200;
    private static final long PATIENCE_SECONDS = 60;

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or the name of one under runs/.")
    private String run = "";

    public StopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunFolder folder = RunFolder.existing(run);
        RunStatus status = RunningRuns.running(folder, run);
        new RunOrder(true, OptionalInt.empty(), Optional.empty()).send(folder);
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        while (status.isRunning()) {
            if (System.nanoTime() > end) {
                throw new UserError("run '" + run + "' was told to stop and has not ended after " + PATIENCE_SECONDS
                        + " s: its calls take long; ./assay runs watch " + EvalText.shellWord(run)
                        + " shows when it has ended.");
            }
            Thread.sleep(TICK_MILLISECONDS);
            status = RunningRuns.status(folder, run);
        }
        console.out()
                .println("Run '" + run + "' ended with " + status.progress().finished() + " of "
                        + status.progress().total() + " samples. Go on with: ./assay eval --resume "
                        + EvalText.shellWord(folder.id()));
        return ExitCode.OK.code();
    }
}
