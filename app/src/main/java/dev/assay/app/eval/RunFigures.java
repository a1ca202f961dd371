package dev.assay.app.eval;

import dev.assay.app.terminal.Printable;
import dev.assay.core.journal.CurrentScorers;
import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.run.EvalFigures;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.EvalScore;
import dev.assay.core.task.Task;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The figures of a run that is not running: by its task's own metrics, where the task file is as it was.
final class RunFigures {

    private RunFigures() {}

    /// Where the task file is not as it was there are no intervals: nobody knows whether samples are clustered.
    ///
    /// @param notes hears, in one sentence, that only accuracy and standard error were computed, and why
    static EvalFigures of(EvalJournal journal, EvalHeader header, Consumer<String> notes) {
        Epochs epochs = new Epochs(
                header.eval().epochs(),
                Arrays.stream(header.eval().epochsReducer().split(",", -1))
                        .map(EpochReducer::of)
                        .toList());
        List<String> scorers = CurrentScorers.of(journal, header);
        EvalDefinition definition = EvalDefinition.ofJson(header.definition());
        // Without a task file there are no other metrics, and the questions need not be there.
        if (definition.task().isPresent()) {
            Optional<Task> task = task(definition, header, notes);
            if (task.isPresent()) {
                EvalFigures figures = EvalFigures.of(
                        journal,
                        scorers,
                        task.get().metrics(),
                        epochs,
                        task.get().dataset());
                figures.problem().ifPresent(problem -> notes.accept("note: a figure is missing: " + problem));
                return figures;
            }
            return withoutIntervals(EvalFigures.of(
                    journal, scorers, epochs, header.eval().dataset().samples()));
        }
        return EvalFigures.of(journal, scorers, epochs, header.eval().dataset().samples());
    }

    private static EvalFigures withoutIntervals(EvalFigures figures) {
        EvalResults results = figures.results();
        List<EvalScore> scores = results.scores().stream()
                .map(score -> new EvalScore(
                        score.name(),
                        score.scorer(),
                        score.reducer(),
                        score.scoredSamples(),
                        score.unscoredSamples(),
                        score.metrics(),
                        Optional.empty()))
                .toList();
        return new EvalFigures(
                new EvalResults(
                        results.totalSamples(), results.scored(), results.excluded(), results.errored(), scores),
                figures.usage(),
                figures.problem());
    }

    private static Optional<Task> task(EvalDefinition definition, EvalHeader header, Consumer<String> notes) {
        String why = "the task or its dataset has changed since";
        try (Graders graders = new UnaskedGraders()) {
            Task task = TaskAssembly.task(definition, graders);
            if (header.digest().equals(EvalSession.digest(definition, task))) {
                return Optional.of(task);
            }
        } catch (RuntimeException unusable) {
            why = String.valueOf(unusable.getMessage());
        }
        notes.accept(
                "note: only accuracy and stderr were computed, and neither an interval nor the task's own metrics ("
                        + Printable.line(why, 300) + ")");
        return Optional.empty();
    }
}
