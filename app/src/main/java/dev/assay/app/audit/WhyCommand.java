package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.terminal.Console;
import dev.assay.audit.Why;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.store.SqliteRunJournal;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `./assay why CLAIM [--run RUN]`.
@Command(
        name = "why",
        description = "Replay how a claim was decided, from the journal alone: no model is asked.",
        mixinStandardHelpOptions = true)
public final class WhyCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "CLAIM", description = "Id of the claim, such as card-number.")
    private String claim = "";

    @Option(names = "--run", paramLabel = "RUN", description = "Name or folder of the run (default: the latest).")
    private @Nullable String run;

    @Option(names = "--all", description = "Show every draw, not only those that matter.")
    private boolean all;

    @Option(names = "--json", description = "Write the replay as JSON.")
    private boolean json;

    public WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = run == null ? RunFolder.latest() : RunFolder.existing(run);
        try (RunJournal journal = SqliteRunJournal.openReadOnly(folder.journal())) {
            Why why = Why.replay(journal, claim);
            if (json) {
                console.out()
                        .println(JsonMapper.builder()
                                .build()
                                .writerWithDefaultPrettyPrinter()
                                .writeValueAsString(why));
            } else {
                RunHeader header = journal.header().orElseThrow();
                new WhyText(console.style()).lines(why, header, all).forEach(console.out()::println);
            }
            return ExitCode.OK.code();
        }
    }
}
