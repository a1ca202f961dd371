package dev.assay.app.logs;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.eval.EvalRuns;
import dev.assay.app.terminal.Console;
import dev.assay.store.inspect.InspectLog;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay logs show FILE`.
@Command(
        name = "show",
        description =
                "Show what a log of Inspect or Assay, or a run, says: what was run, counts, figures, failing samples.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "FILE|RUN",
            description = "An .eval or .json log, a folder NAME.shards, or a run: its folder, or its name under runs/.")
    private String source = "";

    @Option(
            names = "--failing",
            paramLabel = "N",
            description = "How many failing samples to show; 5 unless given.",
            defaultValue = "5")
    private int failing = 5;

    @Option(names = "--json", description = "Write the header as it stands in the log, as JSON.")
    private boolean json;

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (failing < 0) {
            throw new UserError("--failing is " + failing + ": give 0 or more.");
        }
        if (!ConversionSource.isLog(source)) {
            return run();
        }
        try (InspectLog log = InspectLog.open(Path.of(source))) {
            if (json) {
                console.out().println(log.headerJson().toPrettyString());
            } else {
                new LogText(log, failing).lines().forEach(console.out()::println);
            }
        }
        return ExitCode.OK.code();
    }

    /// A run is shown as `./assay runs show` does.
    private int run() {
        if (json) {
            throw new UserError("'" + source + "' is a run, which has no log header: leave --json away, or write its"
                    + " log with ./assay logs convert first.");
        }
        EvalRuns.show(ConversionSource.folder(source)).forEach(console.out()::println);
        return ExitCode.OK.code();
    }
}
