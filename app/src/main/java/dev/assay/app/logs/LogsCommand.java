package dev.assay.app.logs;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./assay logs`.
@Command(
        name = "logs",
        description = "Evaluation logs: show one, or write one in Inspect's format, as JSON lines or as Parquet.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class LogsCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    private LogsCommand(Console console) {
        this.console = console;
    }

    /// The command with its subcommands.
    public static CommandLine commandLine(Console console) {
        return new CommandLine(new LogsCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new ConvertCommand(console));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(console.out());
        }
        return ExitCode.BAD_INPUT.code();
    }
}
