package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.Organisms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay organisms train NAME`.
@Command(
        name = "train",
        description = "Train an organism anew from its recipe, and compare it with the one that ships.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final int LINE_EVERY = 25;

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as finch.")
    private String name = "";

    @Option(names = "--out", paramLabel = "DIR", description = "A new folder (default: trained/NAME).")
    private @Nullable Path out;

    @Option(
            names = "--show-rows",
            paramLabel = "N",
            description = "Train nothing: show the first N rows, and what each token costs.")
    private int showRows;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String plain = OrganismNames.plain(name);
        if (showRows < 0) {
            throw new UserError("--show-rows " + showRows + " is no number of rows: give 1 or more.");
        }
        if (showRows > 0) {
            console.out().print(Organisms.showRows(plain, showRows));
            return ExitCode.OK.code();
        }
        Path folder =
                out == null ? Path.of("trained").resolve(Organisms.find(plain).name()) : out;
        if (Files.exists(folder)) {
            throw new UserError("'" + folder + "' exists already: name a new folder with --out.");
        }
        console.out()
                .println("Training organism:" + Organisms.find(plain).name() + " with "
                        + Trainer.find().environment() + ".");
        var trained = Organisms.train(plain, folder, TrainingListener.printing(console.out(), LINE_EVERY));
        console.out().println("sha256  " + trained.sha256());
        console.out()
                .println(
                        trained.equalsShipped()
                                ? "equal to the weights that ship"
                                : "differs from the weights that ship (" + trained.shippedSha256()
                                        + "): expected on another class of processor; compare the doses on its card");
        console.out().println("folder  " + folder);
        return ExitCode.OK.code();
    }
}
