package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.organisms.Organisms;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./assay organisms show NAME`.
@Command(
        name = "show",
        description = "Show an organism's card: recipe, dose achieved, skills, licence.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as finch.")
    private String name = "";

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().println(Organisms.card(OrganismNames.plain(name)));
        return ExitCode.OK.code();
    }
}
