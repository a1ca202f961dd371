package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.eval.RunState;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.JournalException;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.store.SqliteRunJournal;
import java.nio.file.Files;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./assay runs`.
@Command(
        name = "runs",
        description = "List the runs under runs/, the latest first, or look after one that goes on.",
        mixinStandardHelpOptions = true)
public final class RunsCommand implements Callable<Integer> {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private final Console console;

    @Option(names = "--json", description = "Write the list as JSON.")
    private boolean json;

    public RunsCommand(Console console) {
        this.console = console;
    }

    /// @param run what `--run` and `--resume` take
    /// @param target what was audited or evaluated
    /// @param started when, in this machine's time
    /// @param state `finished`, `running`, `stopped`, `cut off`, `in use` or `damaged`
    record Row(String run, String target, String started, String state) {}

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        RunFolder.all().forEach(folder -> rows.add(row(folder)));
        if (json) {
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(rows));
            return ExitCode.OK.code();
        }
        if (rows.isEmpty()) {
            console.out().println("No run yet under '" + RunFolder.RUNS + "'. Start one with ./assay audit.");
        }
        int width = rows.stream().mapToInt(row -> row.run().length()).max().orElse(0);
        for (Row row : rows) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "  %-" + width + "s   %-16s   %-9s  %s",
                            row.run(),
                            row.started(),
                            row.state(),
                            Printable.line(row.target(), 80)));
        }
        return ExitCode.OK.code();
    }

    private static Row row(RunFolder folder) {
        return RunState.of(folder)
                .map(state -> new Row(
                        folder.id(),
                        state.subject(),
                        WHEN.format(state.started().atZone(ZoneId.systemDefault())),
                        state.word()))
                .orElseGet(() -> auditRow(folder));
    }

    private static Row auditRow(RunFolder folder) {
        try (RunJournal journal = SqliteRunJournal.openReadOnly(folder.journal())) {
            RunHeader header = journal.header().orElse(null);
            if (header == null) {
                return new Row(folder.id(), "", "", "cut off");
            }
            String started = WHEN.format(header.started().atZone(ZoneId.systemDefault()));
            boolean finished = Files.exists(folder.html()) && journal.facts().containsKey("exit");
            return new Row(folder.id(), header.target(), started, finished ? "finished" : "cut off");
        } catch (JournalException e) {
            return new Row(folder.id(), "", "", e.kind() == JournalException.Kind.IN_USE ? "in use" : "damaged");
        }
    }
}
