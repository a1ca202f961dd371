package dev.assay.app.datasets;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./assay datasets`.
@Command(
        name = "datasets",
        description = "Public sets of questions: list them, show one, fetch or import it.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class DatasetsCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    private DatasetsCommand(Console console) {
        this.console = console;
    }

    /// The command with its subcommands.
    public static CommandLine commandLine(Console console) {
        return new CommandLine(new DatasetsCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new GetCommand(console))
                .addSubcommand(new ImportCommand(console));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(console.out());
        }
        return ExitCode.BAD_INPUT.code();
    }
}
