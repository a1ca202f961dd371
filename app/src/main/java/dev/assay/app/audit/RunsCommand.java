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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--filter",
            paramLabel = "WORD",
            description = "Only runs with WORD in their name, target, state or tags; several must all be there.")
    private List<String> filters = List.of();

    @Option(names = "--json", description = "Write the list as JSON.")
    private boolean json;

    public RunsCommand(Console console) {
        this.console = console;
    }

    /// @param run what `--run` and `--resume` take
    /// @param target what was audited or evaluated
    /// @param started when, in this machine's time
    /// @param state `finished`, `running`, `stopped`, `cut off`, `in use` or `damaged`
    /// @param scorer the headline's of an evaluation, else empty
    /// @param score mean of its grades; null where there is none
    /// @param errored samples of an evaluation that ended with an error
    /// @param tags words by which an evaluation can be found
    record Row(
            String run,
            String target,
            String started,
            String state,
            String scorer,
            @Nullable Double score,
            long errored,
            List<String> tags) {

        static Row of(String run, String target, String started, String state) {
            return new Row(run, target, started, state, "", null, 0, List.of());
        }

        boolean matches(String word) {
            String wanted = word.toLowerCase(Locale.ROOT);
            return Stream.concat(Stream.of(run, target, state), tags.stream())
                    .anyMatch(text -> text.toLowerCase(Locale.ROOT).contains(wanted));
        }

        /// The score as the list shows it, hostile names escaped.
        String result() {
            String text = score == null ? "" : String.format(Locale.ROOT, "%.3f", score);
            return errored == 0 ? text : text + " !" + errored;
        }
    }

    @Override
    public Integer call() {
        List<Row> rows = new ArrayList<>();
        RunFolder.all().stream()
                .map(RunsCommand::row)
                .filter(row -> filters.stream().allMatch(row::matches))
                .forEach(rows::add);
        if (json) {
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(rows));
            return ExitCode.OK.code();
        }
        if (rows.isEmpty()) {
            console.out()
                    .println(
                            filters.isEmpty()
                                    ? "No run yet under '" + RunFolder.RUNS + "'. Start one with ./assay audit."
                                    : "No run under '" + RunFolder.RUNS + "' matches.");
        }
        int width = rows.stream().mapToInt(row -> row.run().length()).max().orElse(0);
        int results = rows.stream().mapToInt(row -> row.result().length()).max().orElse(0);
        for (Row row : rows) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "  %-" + width + "s   %-16s   %-9s%s  %s",
                            row.run(),
                            row.started(),
                            row.state(),
                            results == 0 ? "" : String.format(Locale.ROOT, "  %-" + results + "s", row.result()),
                            Printable.line(row.target(), 80)
                                    + (row.tags().isEmpty()
                                            ? ""
                                            : "   #" + Printable.line(String.join(" #", row.tags()), 80))));
        }
        return ExitCode.OK.code();
    }

    private static Row row(RunFolder folder) {
        return RunState.of(folder)
                .map(state -> new Row(
                        folder.id(),
                        state.subject(),
                        WHEN.format(state.started().atZone(ZoneId.systemDefault())),
                        state.word(),
                        state.scorer(),
                        state.score().isPresent() ? Double.valueOf(state.score().getAsDouble()) : null,
                        state.errored(),
                        state.tags()))
                .orElseGet(() -> auditRow(folder));
    }

    private static Row auditRow(RunFolder folder) {
        try (RunJournal journal = SqliteRunJournal.openReadOnly(folder.journal())) {
            RunHeader header = journal.header().orElse(null);
            if (header == null) {
                return Row.of(folder.id(), "", "", "cut off");
            }
            String started = WHEN.format(header.started().atZone(ZoneId.systemDefault()));
            boolean finished = Files.exists(folder.html()) && journal.facts().containsKey("exit");
            return Row.of(folder.id(), header.target(), started, finished ? "finished" : "cut off");
        } catch (JournalException e) {
            return Row.of(folder.id(), "", "", e.kind() == JournalException.Kind.IN_USE ? "in use" : "damaged");
        }
    }
}
