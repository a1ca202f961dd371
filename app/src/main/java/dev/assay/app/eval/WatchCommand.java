package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.terminal.Console;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./assay runs watch RUN`.
@Command(
        name = "watch",
        description = "Show how an evaluation comes on until it ends; Ctrl-C ends the watching, not the run.",
        mixinStandardHelpOptions = true,
        footer = {"", "Exit code: that of the run; 4 if the run was cut off."})
public final class WatchCommand implements Callable<Integer> {

    private static final long TICK_MILLISECONDS = 500;

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or the name of one under runs/.")
    private String run = "";

    public WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        RunFolder folder = RunFolder.existing(run);
        AtomicReference<RunStatus> latest = new AtomicReference<>(RunningRuns.status(folder, run));
        try (EvalDisplay display = new EvalDisplay(console, false)) {
            RunStatus first = latest.get();
            display.opening(first.task(), first.model(), first.progress().total(), folder.id());
            display.start(() -> latest.get().progress());
            while (latest.get().isRunning()) {
                Thread.sleep(TICK_MILLISECONDS);
                RunStatus.read(folder).ifPresent(latest::set);
            }
            RunStatus.read(folder).ifPresent(latest::set);
            display.close();
            RunStatus last = latest.get();
            if (!display.live()) {
                display.say(last.progress().plain());
            }
            if (last.exit().isEmpty()) {
                display.say("the run was cut off; go on with it by ./assay eval --resume "
                        + EvalText.shellWord(folder.id()));
                return ExitCode.CALLS_ERRORED.code();
            }
            display.say("the run ended with exit code " + last.exit().get());
            return last.exit().get();
        }
    }
}
