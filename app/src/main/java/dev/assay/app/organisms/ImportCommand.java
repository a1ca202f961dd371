package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.target.OrganismCache;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.world.Fault;
import dev.assay.organisms.zoo.Claimed;
import dev.assay.organisms.zoo.Import;
import dev.assay.organisms.zoo.Job;
import dev.assay.organisms.zoo.Zoo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay organisms import FOLDER|ADAPTER --truth FILE [--base FOLDER]`.
@Command(
        name = "import",
        description = {
            "Take an organism that was trained elsewhere into the zoo: docs/organism-import.md.",
            "Every claim of its truth file is measured on the weights; one that they contradict is refused.",
            "Exit code 0 if it is in the zoo, 1 if it was refused; then nothing is kept."
        },
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private static final int LEAST_DRAWS = 100;
    private static final int MOST_DRAWS = 20_000;
    private static final int LINE_LIMIT = 400;

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "FOLDER|ADAPTER",
            description = "A Hugging Face folder, or a LoRA adapter in peft's format.")
    private Path source = Path.of("");

    @Option(
            names = "--truth",
            paramLabel = "FILE",
            required = true,
            description = "What is claimed of it (YAML or JSON).")
    private Path truth = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "FOLDER|organism:NAME",
            description = "Of an adapter: its model (default: what adapter_config.json names, if it is a folder).")
    private @Nullable String base;

    @Option(
            names = "--zoo",
            paramLabel = "DIR",
            description = "Folder of made organisms (default: $ASSAY_ZOO, else zoo in the cache).")
    private @Nullable Path zoo;

    @Option(names = "--draws", paramLabel = "N", description = "Labelled draws of each claim (default: 2000).")
    private int draws = 2_000;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the draws (default: 2026).")
    private long seed = Job.SEED;

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (draws < LEAST_DRAWS || draws > MOST_DRAWS) {
            throw new UserError("--draws must be in 100 to 20000, but is " + draws + ".");
        }
        if (!Files.isDirectory(source)) {
            throw new UserError("'" + source + "' is no folder: name a Hugging Face folder or a LoRA adapter.");
        }
        Claimed claimed = Claimed.read(truth);
        Zoo into = new Zoo(ZooFolder.of(zoo));
        Import.Outcome outcome = new Import(into, draws, seed).run(source, baseFolder(into), claimed);
        console.out().println(claimed.name() + "  " + Printable.line(source.toString(), LINE_LIMIT));
        ComparisonText.lines(outcome.verification(), "claimed").forEach(console.out()::println);
        if (!outcome.verification().agrees()) {
            console.err()
                    .println("error: the weights contradict the truth file "
                            + Printable.line(truth.toString(), LINE_LIMIT) + ": '" + claimed.name()
                            + "' was not imported.");
            return ExitCode.CLAIM_FAILED.code();
        }
        if (!outcome.unclaimed().isEmpty()) {
            console.out()
                    .println("  shows, but was not claimed: "
                            + outcome.unclaimed().stream().map(Fault::id).collect(Collectors.joining(", ")));
        }
        console.out().println("made    " + into.folder(claimed.name()));
        console.out().println("next    ./assay audit organism:" + claimed.name());
        return ExitCode.OK.code();
    }

    private Optional<Path> baseFolder(Zoo into) {
        if (Files.notExists(source.resolve("adapter_config.json"))) {
            if (base != null) {
                throw new UserError("--base belongs to an adapter, but '" + source
                        + "' has no adapter_config.json: leave it away.");
            }
            return Optional.empty();
        }
        String named = base == null ? LoraAdapter.read(source).base() : base;
        if (base != null && named.startsWith("organism:")) {
            String plain = OrganismNames.plain(named);
            return Optional.of(
                    Organisms.isShipped(plain)
                            ? Organisms.materialise(plain, OrganismCache.folder(System.getenv()))
                            : into.find(plain).folder());
        }
        if (named.isEmpty() || named.contains("\0") || !Files.isDirectory(Path.of(named))) {
            throw new UserError("The base '" + Printable.line(named, LINE_LIMIT)
                    + "' of the adapter is no folder here: name the folder with --base.");
        }
        return Optional.of(Path.of(named));
    }
}
