package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.inspect.SampleLines;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay runs show RUN [SAMPLE]`.
@Command(
        name = "show",
        description = "Show an evaluation: its settings, figures and gradings; or one sample of it: what was said, its"
                + " grades and errors.",
        mixinStandardHelpOptions = true)
public final class ShowRunCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "RUN", description = "A run folder, or the name of one under runs/.")
    private String run = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "SAMPLE", description = "The id of a sample.")
    private @Nullable String sample;

    @Option(names = "--epoch", paramLabel = "N", description = "Of that sample only this epoch (default: all).")
    private @Nullable Integer epoch;

    @Option(
            names = "--json",
            description = "Write the sample as JSON, a line an epoch, as logs convert --to jsonl does.")
    private boolean json;

    public ShowRunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = RunFolder.existing(run);
        if (sample == null && (epoch != null || json)) {
            throw new UserError((json ? "--json" : "--epoch") + " goes with a SAMPLE: name one after the run"
                    + (json ? "; the run's own figures are in '" + ResultFile.path(folder) + "'." : "."));
        }
        if (sample == null) {
            EvalRuns.show(folder).forEach(console.out()::println);
            return ExitCode.OK.code();
        }
        try (EvalJournal journal = EvalRuns.openReadOnly(folder)) {
            show(journal, EvalRuns.header(folder, journal), sample);
        }
        return ExitCode.OK.code();
    }

    private void show(EvalJournal journal, EvalHeader header, String id) {
        List<SampleKey> keys = keys(journal, id);
        if (keys.isEmpty()) {
            throw new UserError("run '" + run + "' has no finished sample '" + Printable.line(id, 100) + "'"
                    + (epoch == null ? "" : " of epoch " + epoch) + ": ./assay runs show "
                    + EvalText.shellWord(run) + " names some, and ./assay logs convert writes them all.");
        }
        SampleLines lines = new SampleLines(header);
        for (SampleKey key : keys) {
            EvalSample found = journal.find(key).orElseThrow();
            if (json) {
                console.out().print(new String(lines.line(found), StandardCharsets.UTF_8).stripTrailing() + "\n");
                console.out().flush();
            } else {
                List<Map<String, Score>> earlier = new ArrayList<>();
                journal.scoreHistory(key, earlier::add);
                SampleText.of(found, header.eval().epochs(), earlier).forEach(console.out()::println);
            }
        }
    }

    private List<SampleKey> keys(EvalJournal journal, String id) {
        List<SampleKey> keys = new ArrayList<>();
        journal.forEachRow(row -> {
            if (row.id().equals(id) && (epoch == null || row.key().epoch() == epoch)) {
                keys.add(row.key());
            }
        });
        return keys;
    }
}
