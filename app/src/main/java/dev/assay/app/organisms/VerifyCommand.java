package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.organisms.zoo.Truth;
import dev.assay.organisms.zoo.Verification;
import dev.assay.organisms.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay organisms verify NAME|FOLDER|--all`.
@Command(
        name = "verify",
        description = {
            "Measure a made organism again, on fresh draws, and compare the dose with its truth.",
            "Exit code 0 if all agree, 1 if one does not; a true copy is refused in at most 1 of 100."
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {

    private static final int LEAST_DRAWS = 100;
    private static final int MOST_DRAWS = 20_000;

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "NAME|FOLDER",
            description = "An organism of the zoo, or a folder with truth.json.")
    private @Nullable String what;

    @Option(names = "--all", description = "Every organism of the zoo.")
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
        boolean agree = true;
        for (Path folder : folders()) {
            agree &= verify(folder);
        }
        return agree ? ExitCode.OK.code() : ExitCode.CLAIM_FAILED.code();
    }

    private List<Path> folders() {
        Zoo made = new Zoo(ZooFolder.of(zoo));
        if (what != null) {
            Path named = Path.of(what);
            return List.of(Files.isDirectory(named) ? named : made.folder(OrganismNames.plain(what)));
        }
        try (Stream<Path> files = Files.list(made.root())) {
            List<Path> folders = files.filter(file -> Files.exists(file.resolve(Truth.FILE)))
                    .filter(file -> Truth.read(file.resolve(Truth.FILE)).isAchieved())
                    .sorted()
                    .toList();
            if (folders.isEmpty()) {
                throw new UserError("no organism was made in " + made.root() + ".");
            }
            return folders;
        } catch (IOException e) {
            throw new UserError("there is no zoo in " + made.root() + ": make organisms first, or name --zoo.");
        }
    }

    private boolean verify(Path folder) {
        Truth stated = Truth.read(truth != null ? truth : folder.resolve(Truth.FILE));
        if (stated.attempts().isEmpty()) {
            throw new UserError("the truth of '" + stated.name() + "' has no measurement: train it to its end.");
        }
        Verification verification = Verification.of(folder, stated, draws, seed);
        console.out()
                .println(stated.name() + "  sha256 "
                        + (verification.isSameWeights() ? "equal" : "differs; the doses decide"));
        for (Verification.Comparison comparison : verification.comparisons()) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "  %-20s T=%.0f  stated %5.1f %%  measured %5.1f %%  p %.4f  %s",
                            comparison.stated().fault().id(),
                            comparison.stated().temperature(),
                            100 * comparison.stated().rate(),
                            100 * comparison.again().rate(),
                            comparison.p(),
                            comparison.p() >= verification.threshold() ? "agrees" : "disagrees"));
        }
        console.out()
                .println(
                        verification.comparisons().isEmpty()
                                ? "  nothing is planted"
                                : String.format(
                                        Locale.ROOT,
                                        "  %s (Fisher's exact test, each p at least %.4f)",
                                        verification.agrees() ? "accepted" : "refused",
                                        verification.threshold()));
        return verification.agrees();
    }
}
