package dev.assay.app.logs;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
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
        description = "Show what a log of Inspect or Assay says: what was run, counts, figures, failing samples.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "An .eval or .json log, or a folder NAME.shards.")
    private Path file = Path.of("");

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
        try (InspectLog log = InspectLog.open(file)) {
            if (json) {
                console.out().println(log.headerJson().toPrettyString());
            } else {
                new LogText(log, failing).lines().forEach(console.out()::println);
            }
        }
        return ExitCode.OK.code();
    }
}
