package dev.assay.app.eval;

import dev.assay.app.UserError;
import dev.assay.core.task.Metric;
import dev.assay.core.task.Sample;
import dev.assay.core.task.Task;
import java.util.List;
import java.util.stream.Stream;

/// Samples without the metadata by which a figure of their task takes them as clustered: the figure would be missing
/// when all is paid.
final class MissingClusters {

    private MissingClusters() {}

    /// Reads the dataset once where a metric of the task is clustered.
    ///
    /// @throws UserError at the first sample that such a metric cannot take
    static void refuse(Task task) {
        List<Metric.Tally> tallies = task.metrics().stream()
                .filter(metric -> metric.cluster().isPresent())
                .map(Metric::tally)
                .toList();
        if (tallies.isEmpty()) {
            return;
        }
        try (Stream<Sample> samples = task.dataset().open()) {
            samples.forEachOrdered(sample -> {
                Metric.Scored scored = new Metric.Scored(sample.id(), sample.metadata(), 0);
                try {
                    tallies.forEach(tally -> tally.add(scored));
                } catch (IllegalArgumentException wrong) {
                    throw new UserError(wrong.getMessage() + " Map it under the dataset's fields, name a field that"
                            + " every sample has, or take 'stderr' without 'cluster'.");
                }
            });
        }
    }
}
