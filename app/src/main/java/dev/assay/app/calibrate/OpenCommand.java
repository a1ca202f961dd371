package dev.assay.app.calibrate;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.calibrate.Examiner;
import dev.assay.calibrate.sealed.SealedResult;
import dev.assay.calibrate.sealed.SealedSet;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingListener;
import dev.assay.organisms.zoo.Job;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay calibrate open`.
@Command(
        name = "open",
        description = {
            "Draw, train and audit the models of a sealed set, each once; what was begun goes on.",
            "Exit code 1 if a faulty model was missed or a clean one accused, 3 if the set is not whole."
        },
        mixinStandardHelpOptions = true)
final class OpenCommand implements Callable<Integer> {

    private static final int LINE_EVERY = 200;

    private final Console console;

    @Parameters(index = "0", paramLabel = "COMMITMENT", description = "The file that `seal` wrote.")
    private Path file = Path.of("sealed.json");

    @Option(names = "--reserve", paramLabel = "FILE", description = "The recipe files that were committed to.")
    private List<Path> reserve = List.of();

    @Option(names = "--out", paramLabel = "DIR", description = "Models, log and result (default: sealed).")
    private Path out = Path.of("sealed");

    OpenCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String version = AssayVersion.current();
        SealedResult result = SealedSet.open(
                file,
                reserve,
                out,
                new Examiner(version),
                version,
                zoo -> new Job(
                        zoo,
                        Trainer.find(),
                        TrainingListener.printing(console.out(), LINE_EVERY),
                        line -> console.out().println(line)),
                line -> console.out().println(line));
        result.lines().forEach(line -> console.out().println(line));
        console.out().println("result      " + out.resolve("result.json"));
        if (!result.missed().isEmpty() || !result.falselyAccused().isEmpty()) {
            return ExitCode.CLAIM_FAILED.code();
        }
        return result.wanted() ? ExitCode.OK.code() : ExitCode.INCONCLUSIVE.code();
    }
}
