package dev.assay.app.compare;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.core.claim.Verdict;
import dev.assay.core.compare.GateOptions;
import dev.assay.core.compare.RegressionGate;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoredRun;
import dev.assay.report.compare.Comparisons;
import dev.assay.report.compare.Comparisons.Format;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay compare BASELINE CANDIDATE`, a gate for a build.
@Command(
        name = "compare",
        description = {
            "Whether a run may take the place of its baseline: paired by sample, clustered, joint over all scorers.",
            "A run is a folder with a run.db, its name under runs/, or a log of Inspect (FILE.eval).",
            "Exit codes: 0 no drop of the margin or more, 1 a score dropped, 3 neither could be shown."
        },
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class CompareCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "BASELINE", description = "The run that was accepted.")
    private String baseline = "";

    @Parameters(index = "1", paramLabel = "CANDIDATE", description = "The run that wants to be.")
    private String candidate = "";

    @Option(
            names = "--margin",
            paramLabel = "D",
            description = "Largest drop of a mean score that does no harm (default: 0.05).")
    private double margin = GateOptions.DEFAULT.margin();

    @Option(
            names = "--alpha",
            paramLabel = "A",
            description = "Chance of any wrong verdict over all scorers together (default: 0.05).")
    private double alpha = GateOptions.DEFAULT.alpha();

    @Option(
            names = "--cluster",
            paramLabel = "FIELD",
            description = "Metadata that samples on the same text, goal or person share (default: none do).")
    private @Nullable String cluster;

    @Option(
            names = "--common",
            description = "Leave out samples that only the baseline has; else they count against the candidate.")
    private boolean common;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the sign-flip test (default: 1).")
    private long seed = GateOptions.DEFAULT.seed();

    @Option(names = "--markdown", paramLabel = "FILE", description = "Also write a comment for a pull request.")
    private @Nullable Path markdown;

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write JUnit XML.")
    private @Nullable Path junit;

    @Option(names = "--sarif", paramLabel = "FILE", description = "Also write SARIF 2.1.0.")
    private @Nullable Path sarif;

    @Option(names = "--json", description = "Write all figures as JSON to standard output, and nothing else there.")
    private boolean json;

    public CompareCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunComparison comparison;
        try {
            RegressionGate gate = new RegressionGate(new GateOptions(margin, alpha, common, seed));
            comparison = gate.compare(read(baseline), read(candidate));
        } catch (IllegalArgumentException e) {
            throw new UserError(String.valueOf(e.getMessage()));
        }
        write(comparison, Format.MARKDOWN, markdown);
        write(comparison, Format.JUNIT, junit);
        write(comparison, Format.SARIF, sarif);
        if (json) {
            console.out().print(Comparisons.text(comparison, Format.JSON));
            console.out().flush();
        } else {
            new ComparisonText(console.style()).lines(comparison).forEach(console.out()::println);
        }
        return code(comparison.verdict()).code();
    }

    private ScoredRun read(String run) {
        return RunReader.read(run, Optional.ofNullable(cluster));
    }

    private static void write(RunComparison comparison, Format format, @Nullable Path file) {
        if (file != null) {
            Comparisons.write(comparison, format, file);
        }
    }

    private static ExitCode code(Verdict verdict) {
        return switch (verdict) {
            case PASS -> ExitCode.OK;
            case FAIL -> ExitCode.CLAIM_FAILED;
            case INCONCLUSIVE -> ExitCode.INCONCLUSIVE;
        };
    }
}
