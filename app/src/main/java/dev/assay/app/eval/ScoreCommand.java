package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay score RUN --scorer NAME`.
@Command(
        name = "score",
        description =
                "Grade the answers of a run again, without asking the model. The grades before stay in the journal.",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 2 bad input, 4 some samples could not be graded or a scorer graded none, 130",
            "  interrupted. After 130, and where samples could not be graded, the result stays as it was, and the",
            "  same command goes on with the samples that are missing."
        })
public final class ScoreCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or the name of one under runs/.")
    private String run = "";

    @Option(
            names = "--scorer",
            required = true,
            paramLabel = "NAME",
            description = "How answers are graded: " + ScorerNames.FORMS + ". May be given several times.")
    private List<String> scorers = List.of();

    @Option(names = "--append", description = "Keep the present grades beside the new ones.")
    private boolean append;

    @Option(names = "--concurrency", paramLabel = "N", description = "Samples graded at once (default: 64).")
    private @Nullable Integer concurrency;

    @Option(names = "--offline", description = "Refuse any grading model beyond this machine.")
    private boolean offline;

    @Option(names = "--json", description = "Write the result as JSON to standard output, and nothing else there.")
    private boolean json;

    public ScoreCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ExitCode code = new Rescoring(
                        console, run, scorers, append, concurrency == null ? 64 : concurrency, offline, json)
                .run();
        return code.code();
    }
}
