package dev.assay.app.models;

import dev.assay.app.ExitCode;
import dev.assay.app.target.UserFolders;
import dev.assay.app.terminal.Console;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `./assay models`.
@Command(
        name = "models",
        description =
                "Model folders: show what one holds, check that it is computed as its reference computes it, merge an adapter.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
public final class ModelsCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    private ModelsCommand(Console console) {
        this.console = console;
    }

    /// The command with its subcommands.
    ///
    /// @param environment names the folder where results of checks are kept
    public static CommandLine commandLine(Console console, Map<String, String> environment) {
        Path checks = UserFolders.checks(environment);
        return new CommandLine(new ModelsCommand(console))
                .addSubcommand(new ShowCommand(console, checks))
                .addSubcommand(new CheckCommand(console, checks))
                .addSubcommand(new MergeCommand(console));
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(console.out());
        }
        return ExitCode.BAD_INPUT.code();
    }
}
