package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Scorer;
import dev.assay.core.task.Task;
import java.util.List;
import java.util.stream.Stream;

/// Scorers that compare with a target, and samples of which none has one: nothing could be graded.
final class MissingTargets {

    private MissingTargets() {}

    /// Reads the dataset up to the first sample with a target.
    ///
    /// @throws UserError if a scorer needs a target and no sample has one
    static void refuse(Task task) {
        if (task.scorers().stream().noneMatch(Scorer::needsTarget)) {
            return;
        }
        try (Stream<Sample> samples = task.dataset().open()) {
            if (samples.anyMatch(sample -> !sample.target().texts().isEmpty())) {
                return;
            }
        }
        String place = task.dataset().location().isEmpty()
                ? task.dataset().name()
                : task.dataset().location();
        throw refused(task.scorers(), "none of the " + task.dataset().size() + " samples of '" + place + "'");
    }

    /// @param samples who has no target
    static UserError refused(List<Scorer> scorers, String samples) {
        List<String> needing =
                scorers.stream().filter(Scorer::needsTarget).map(Scorer::name).toList();
        return new UserError(samples + " has a target, and " + String.join(", ", needing)
                + " would grade nothing: name the targets' field 'target' in the data, or map it in a task file"
                + " (fields: {target: NAME}, docs/tasks-yaml.md), or take a scorer that needs none.");
    }
}
