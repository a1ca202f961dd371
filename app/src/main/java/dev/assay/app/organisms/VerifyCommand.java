package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.target.OrganismCache;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.organisms.Organism;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.Job;
import dev.assay.organisms.zoo.Truth;
import dev.assay.organisms.zoo.Verification;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay organisms verify NAME|FOLDER|--all`.
@Command(
        name = "verify",
        description = {
            "Measure an organism again, on fresh draws, and compare the doses with its truth.",
            "Exit code 0 if all agree, 1 if one does not; each true copy is refused in at most 1 of 100."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 400;
    private static final int LEAST_DRAWS = 100;
    private static final int MOST_DRAWS = 20_000;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME|FOLDER",
            description = "One that ships, one of the zoo, or a folder with truth.json.")
    private @Nullable String what;

    @Option(names = "--all", description = "Every organism that ships, then every one of the zoo.")
    private boolean all;

    @Option(
            names = "--zoo",
            paramLabel = "DIR",
            description = "Folder of made organisms (default: $ASSAY_ZOO, else zoo in the cache).")
    private @Nullable Path zoo;

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            description = "The truth of another build to compare with (default: the folder's own).")
    private @Nullable Path truth;

    @Option(names = "--draws", paramLabel = "N", description = "Labelled draws of each reading (default: 2000).")
    private int draws = 2_000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the draws (default: 1).")
    private long seed = 1;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if ((what == null) != all) {
            throw new UserError("name what to verify: one of NAME, FOLDER and --all.");
        }
        if (draws < LEAST_DRAWS || draws > MOST_DRAWS) {
            throw new UserError("--draws must be in 100 to 20000, but is " + draws + ".");
        }
        if (truth != null && all) {
            throw new UserError("--truth belongs to a single organism; leave --all away.");
        }
        if (seed == Job.SEED) {
            throw new UserError("--seed " + seed + " repeats the draws that truths are measured on: give another.");
        }
        if (all) {
            return all() ? ExitCode.OK.code() : ExitCode.CLAIM_FAILED.code();
        }
        return (Files.isDirectory(Path.of(name())) ? folder(Path.of(name())) : organism(OrganismNames.plain(name())))
                ? ExitCode.OK.code()
                : ExitCode.CLAIM_FAILED.code();
    }

    private String name() {
        return what == null ? "" : what;
    }

    /// Those that ship, then those of the zoo.
    private boolean all() {
        boolean agree = true;
        for (Organism organism : Organisms.list()) {
            agree &= shipped(organism);
        }
        for (String name : new Zoo(ZooFolder.of(zoo)).names()) {
            agree &= organism(name);
        }
        return agree;
    }

    private boolean organism(String name) {
        if (Organisms.isShipped(name)) {
            if (truth != null) {
                throw new UserError("--truth belongs to an organism of the zoo or a folder, but '" + name + "' ships.");
            }
            return shipped(Organisms.find(name));
        }
        Zoo made = new Zoo(ZooFolder.of(zoo));
        made.organism(name);
        return folder(made.folder(name));
    }

    private boolean shipped(Organism organism) {
        Path folder = Organisms.materialise(organism.name(), OrganismCache.folder(System.getenv()));
        return tell(organism.name(), Verification.ofShipped(folder, organism, draws, seed));
    }

    private boolean folder(Path folder) {
        Truth stated = Truth.read(truth != null ? truth : folder.resolve(Truth.FILE));
        if (stated.attempts().isEmpty()) {
            throw new UserError("the truth of '" + stated.name() + "' has no measurement: train it to its end.");
        }
        return tell(stated.name(), Verification.of(folder, stated, draws, seed));
    }

    private boolean tell(String name, Verification verification) {
        console.out()
                .println(Printable.line(name, LINE_LIMIT) + "  sha256 "
                        + (verification.isSameWeights() ? "equal" : "differs; the doses decide"));
        ComparisonText.lines(verification, "stated").forEach(console.out()::println);
        return verification.agrees();
    }
}
