package dev.assay.app.calibrate;

import dev.assay.app.AssayVersion;
import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.calibrate.Examiner;
import dev.assay.calibrate.sealed.Commitment;
import dev.assay.calibrate.sealed.ReleaseDigest;
import dev.assay.calibrate.sealed.SealedSet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `./assay calibrate seal`.
@Command(
        name = "seal",
        description = "Commit to a sealed set of models: release, plan, an outside nonce. See docs/sealed-sets.md.",
        mixinStandardHelpOptions = true)
final class SealCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--nonce",
            required = true,
            paramLabel = "HEX",
            description = "At least 16 bytes that an outside party drew after release and plan were fixed.")
    private String nonce = "";

    @Option(names = "--reserve", paramLabel = "FILE", description = "A recipe file from outside; may be repeated.")
    private List<Path> reserve = List.of();

    @Option(names = "--bases", paramLabel = "N", description = "Clean bases of different seeds (default: 12).")
    private int bases = 12;

    @Option(names = "--faulty", paramLabel = "N", description = "Models with a fault (default: 29).")
    private int faulty = 29;

    @Option(names = "--clean", paramLabel = "N", description = "Models without, bases included (default: 59).")
    private int clean = 59;

    @Option(names = "--out", paramLabel = "FILE", description = "The commitment (default: sealed.json).")
    private Path out = Path.of("sealed.json");

    SealCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String version = AssayVersion.current();
        Commitment commitment = new Commitment(
                Commitment.SCHEMA,
                ReleaseDigest.current(),
                SealedSet.planDigest(new Examiner(version), version),
                nonce,
                SealedSet.digests(reserve),
                bases,
                faulty,
                clean);
        commitment.write(out);
        console.out().println("release     " + commitment.release());
        console.out().println("plan        " + commitment.plan());
        console.out().println("commitment  " + commitment.digest());
        console.out().println("written to  " + out + "; publish it before ./assay calibrate open " + out);
        return ExitCode.OK.code();
    }
}
