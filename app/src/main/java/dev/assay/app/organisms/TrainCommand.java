package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.recipe.RecipeFile;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay organisms train NAME`, `--recipe FILE` or `--missing`.
@Command(
        name = "train",
        description = {
            "Train an organism anew from its recipe, and compare it with the one that ships;",
            "or make one by a recipe of your own: docs/organism-recipes.md.",
            "Exit code 1 if a dose was missed."
        },
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

    private static final int LINE_EVERY = 25;

    private final Console console;

    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "Such as finch.")
    private @Nullable String name;

    @Option(
            names = "--recipe",
            paramLabel = "FILE",
            description = "Train by this recipe until its dose is reached; what was begun goes on.")
    private @Nullable Path recipe;

    @Option(names = "--missing", description = "Train every organism of the tiers that is not there yet.")
    private boolean missing;

    @Option(names = "--tier", paramLabel = "TIER", description = "With --missing: dev or calibration alone.")
    private @Nullable String tier;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "A new folder (default: trained/NAME); with --recipe or --missing the zoo (default: $ASSAY_ZOO, else zoo in the cache).")
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
        int ways = (name == null ? 0 : 1) + (recipe == null ? 0 : 1) + (missing ? 1 : 0);
        if (ways != 1) {
            throw new UserError("name what to train: one of NAME, --recipe FILE and --missing.");
        }
        if (tier != null && !missing) {
            throw new UserError("--tier belongs to --missing.");
        }
        if (name == null) {
            if (showRows != 0) {
                throw new UserError("--show-rows needs a NAME.");
            }
            ZooTraining training = new ZooTraining(console, new Zoo(ZooFolder.of(out)));
            return recipe == null ? training.missing(tier) : training.one(RecipeFile.read(recipe));
        }
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
