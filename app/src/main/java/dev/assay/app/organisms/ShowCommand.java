package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.Zoo;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./assay organisms show NAME`.
@Command(
        name = "show",
        description = "Show an organism's card: recipe, dose achieved, skills, licence.",
        mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 2_000;

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as finch.")
    private String name = "";

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String plain = OrganismNames.plain(name);
        if (Organisms.isShipped(plain)) {
            console.out().println(Organisms.card(plain));
        } else {
            new Zoo(ZooFolder.of(null))
                    .card(plain)
                    .lines()
                    .forEach(line -> console.out().println(Printable.line(line, LINE_LIMIT)));
        }
        return ExitCode.OK.code();
    }
}
