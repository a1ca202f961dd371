package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import dev.assay.app.eval.Gradings.Grading;
import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.run.EvalFigures;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.EvalScore;
import dev.assay.core.task.Solver;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// A run that has ended in a terminal: what was asked and how, figures, what has no grade and why, how
/// it was graded.
final class RunText {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);
    private static final int MOST_FAILING = 5;
    private static final int LINE = 1_000;

    private final List<String> lines = new ArrayList<>();

    private RunText() {}

    static List<String> of(RunFolder folder, EvalJournal journal, EvalHeader header) {
        RunText text = new RunText();
        List<String> scorers = CurrentScorers.of(journal, header);
        List<String> notes = new ArrayList<>();
        EvalFigures figures = RunFigures.of(journal, header, notes::add);
        text.settings(folder, header);
        text.lines.add("");
        text.figures(figures, header);
        text.lines.addAll(EvalClosing.reasons(UngradedReasons.of(journal, figures.results(), scorers)).stream()
                .map(line -> "  " + line)
                .toList());
        text.usage(figures.usage());
        OpenGrading.mixture(journal, folder.id())
                .ifPresent(mixture -> notes.add("note: " + Printable.line(mixture, LINE)));
        notes.forEach(note -> text.lines.add("  " + note));
        text.gradings(journal, header, scorers);
        text.failing(folder, journal, scorers.getFirst(), figures.results());
        return text.lines;
    }

    private void settings(RunFolder folder, EvalHeader header) {
        EvalDefinition definition = EvalDefinition.ofJson(header.definition());
        String state = RunState.of(folder).map(RunState::word).orElse("without status");
        add(
                "run",
                folder.path() + "   " + state + "   begun "
                        + WHEN.format(header.eval().created().atZone(ZoneId.systemDefault())) + "   assay "
                        + header.assayVersion());
        add("model", header.eval().model() + "   " + header.eval().modelFingerprint());
        add(
                "task",
                header.eval().task() + "   "
                        + ProgressText.count(header.eval().dataset().samples(), "sample") + " of "
                        + definition
                                .task()
                                .or(definition::data)
                                .orElse(header.eval().dataset().name()));
        int epochs = header.eval().epochs();
        if (epochs > 1) {
            add("epochs", epochs + ", reduced by " + header.eval().epochsReducer());
        }
        add("solver", header.plan().steps().stream().map(Solver.Step::solver).collect(Collectors.joining(", ")));
        definition.system().ifPresent(value -> add("system", value));
        definition.template().ifPresent(value -> add("template", value));
        definition.limit().ifPresent(value -> add("limit", value));
        List<String> options = new ArrayList<>();
        definition.generation().forEach(each -> options.add("--" + each.name() + " " + each.value()));
        definition.limits().forEach(each -> options.add("--" + each.name() + " " + each.value()));
        if (!options.isEmpty()) {
            add("options", String.join("   ", options));
        }
        if (!definition.tags().isEmpty()) {
            add("tags", String.join(", ", definition.tags()));
        }
        add("command", header.command());
    }

    private void figures(EvalFigures figures, EvalHeader header) {
        for (EvalScore score : figures.results().scores()) {
            add(
                    Printable.line(score.scorer(), 40),
                    EvalClosing.figures(score, header.eval().epochs() > 1));
        }
        add("samples", EvalClosing.samples(figures.results()));
    }

    private void usage(ModelUsage usage) {
        add(
                "tokens",
                ProgressText.grouped(usage.inputTokens()) + " in, " + ProgressText.grouped(usage.outputTokens())
                        + " out");
    }

    private void gradings(EvalJournal journal, EvalHeader header, List<String> scorers) {
        List<Grading> gradings = Gradings.of(journal);
        if (gradings.isEmpty()) {
            return;
        }
        add("graded", "at first by " + String.join(", ", header.eval().scorers()));
        for (Grading grading : gradings) {
            add(
                    "",
                    WHEN.format(grading.when().atZone(ZoneId.systemDefault()))
                            + (grading.appended() ? " also by " : " instead by ")
                            + String.join(", ", grading.scorers()));
        }
        add("", "now by " + String.join(", ", scorers));
    }

    private void failing(RunFolder folder, EvalJournal journal, String scorer, EvalResults results) {
        Set<String> ids = new LinkedHashSet<>();
        long[] all = new long[1];
        String[] first = {""};
        journal.forEachRow(row -> {
            if (first[0].isEmpty()) {
                first[0] = row.id();
            }
            Double value = row.scores().get(scorer);
            if (row.errored() || value == null || !(value >= 1)) {
                all[0]++;
                if (ids.size() < MOST_FAILING) {
                    ids.add(Printable.line(row.id(), 60));
                }
            }
        });
        if (all[0] > 0) {
            add(
                    "failing",
                    ProgressText.grouped(all[0]) + " of " + ProgressText.grouped(results.finishedSamples())
                            + " below 1 by " + scorer + ", or without a grade: " + String.join(", ", ids)
                            + (all[0] > ids.size() ? ", ..." : ""));
        }
        if (!first[0].isEmpty()) {
            String sample = ids.isEmpty()
                    ? Printable.line(first[0], 60)
                    : ids.iterator().next();
            add("next", "./assay runs show " + EvalText.shellWord(folder.id()) + " " + EvalText.shellWord(sample));
        }
    }

    private void add(String name, String text) {
        lines.add(String.format(Locale.ROOT, "  %-9s %s", name, Printable.line(text.replace("\n", " "), LINE)));
    }
}
