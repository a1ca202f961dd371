package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./assay organisms`.
@Command(
        name = "organisms",
        description = "Tiny models with planted, known faults: list them, show a card, talk to one, train one anew.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class OrganismsCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    private OrganismsCommand(Console console) {
        this.console = console;
    }

    /// The command with its subcommands.
    public static CommandLine commandLine(Console console) {
        return new CommandLine(new OrganismsCommand(console))
                .addSubcommand(new ListCommand(console))
                .addSubcommand(new ShowCommand(console))
                .addSubcommand(new AskCommand(console))
                .addSubcommand(new ExportCommand(console))
                .addSubcommand(new TrainCommand(console))
                .addSubcommand(new ImportCommand(console))
                .addSubcommand(new VerifyCommand(console));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(console.out());
        }
        return ExitCode.BAD_INPUT.code();
    }
}
