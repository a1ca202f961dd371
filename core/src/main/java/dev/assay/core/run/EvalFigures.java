package dev.assay.core.run;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EpochReducer;
import dev.assay.core.task.Epochs;
import dev.assay.core.task.EvalLog.EvalResults;
import dev.assay.core.task.EvalLog.EvalScore;
import dev.assay.core.task.Metric;
import dev.assay.core.task.Sample;
import dev.assay.core.task.SampleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Counts and figures of what a journal holds, in one pass over its rows, with memory for one sample.
///
/// @param results counts and figures
/// @param usage tokens of all samples
/// @param problem why a figure is missing, if one is
public record EvalFigures(EvalResults results, ModelUsage usage, Optional<String> problem) {

    /// @param journal what was answered
    /// @param scorers names of the scorers whose grades are looked at, in their order
    /// @param metrics the figures
    /// @param epochs how often each sample was asked, and how its scores become one
    /// @param source the questions; read only where a metric needs metadata
    public static EvalFigures of(
            EvalJournal journal, List<String> scorers, List<Metric> metrics, Epochs epochs, SampleSource source) {
        boolean needsMetadata = metrics.stream().anyMatch(Metric::needsMetadata);
        try (Stream<Sample> samples = needsMetadata ? source.open() : Stream.empty()) {
            Pass pass = new Pass(scorers, metrics, epochs, needsMetadata ? samples.iterator() : null);
            journal.forEachRow(pass::add);
            return pass.figures(source.size() * epochs.count());
        }
    }

    /// As the other, with accuracy and its standard error alone, for which the questions need not be there.
    ///
    /// @param samples how many questions there are
    public static EvalFigures of(EvalJournal journal, List<String> scorers, Epochs epochs, long samples) {
        Pass pass = new Pass(scorers, List.of(Metric.accuracy(), Metric.standardError()), epochs, null);
        journal.forEachRow(pass::add);
        return pass.figures(samples * epochs.count());
    }

    /// The pass over the rows.
    private static final class Pass {

        private final List<String> scorers;
        private final List<Column> columns = new ArrayList<>();
        private final @Nullable Iterator<Sample> samples;
        private final double[][] values;
        private final int[] counts;
        private long sampleRead = -1;
        private Map<String, String> metadata = Map.of();
        private long position = -1;
        private String id = "";
        private boolean answered;
        private long scored;
        private long excluded;
        private long errored;
        private ModelUsage usage = ModelUsage.NONE;
        private Optional<String> problem = Optional.empty();

        Pass(List<String> scorers, List<Metric> metrics, Epochs epochs, @Nullable Iterator<Sample> samples) {
            this.scorers = scorers;
            this.samples = samples;
            this.values = new double[scorers.size()][epochs.count()];
            this.counts = new int[scorers.size()];
            for (String scorer : scorers) {
                for (EpochReducer reducer : epochs.reducers()) {
                    columns.add(new Column(scorer, reducer, metrics));
                }
            }
        }

        void add(EvalRow row) {
            if (row.key().position() != position) {
                close();
                position = row.key().position();
                id = row.id();
            }
            usage = usage.plus(row.usage());
            if (row.errored()) {
                errored++;
                return;
            }
            answered = true;
            boolean graded = false;
            for (int i = 0; i < scorers.size(); i++) {
                Double value = row.scores().get(scorers.get(i));
                if (value != null && !value.isNaN()) {
                    values[i][counts[i]++] = value;
                    graded = true;
                }
            }
            if (graded) {
                scored++;
            } else {
                excluded++;
            }
        }

        /// Ends the sample at hand: its epochs become one score.
        private void close() {
            if (answered) {
                readMetadata();
                int perScorer = columns.size() / scorers.size();
                for (int i = 0; i < columns.size(); i++) {
                    int scorer = i / perScorer;
                    double[] given = Arrays.copyOf(values[scorer], counts[scorer]);
                    columns.get(i).add(id, metadata, given, values[scorer].length - given.length);
                }
            }
            answered = false;
            Arrays.fill(counts, 0);
        }

        private void readMetadata() {
            Iterator<Sample> rest = samples;
            while (rest != null && sampleRead < position && rest.hasNext()) {
                metadata = rest.next().metadata();
                sampleRead++;
            }
        }

        EvalFigures figures(long total) {
            close();
            List<EvalScore> scores = new ArrayList<>();
            for (Column column : columns) {
                scores.add(column.score());
                if (problem.isEmpty()) {
                    problem = column.problem;
                }
            }
            return new EvalFigures(new EvalResults(total, scored, excluded, errored, scores), usage, problem);
        }
    }

    /// The figures of one scorer under one reducer.
    private static final class Column {

        private final String scorer;
        private final EpochReducer reducer;
        private final Map<String, Metric.Tally> tallies = new LinkedHashMap<>();
        private final MeanTally mean;
        private long scored;
        private long unscored;
        private Optional<String> problem = Optional.empty();

        Column(String scorer, EpochReducer reducer, List<Metric> metrics) {
            this.scorer = scorer;
            this.reducer = reducer;
            metrics.forEach(metric -> tallies.put(metric.name(), metric.tally()));
            this.mean = new MeanTally(metrics.stream()
                    .flatMap(metric -> metric.cluster().stream())
                    .findFirst());
        }

        void add(String id, Map<String, String> metadata, double[] values, int missing) {
            double value = values.length == 0 ? Double.NaN : reducer.reduce(values, missing);
            if (Double.isNaN(value)) {
                unscored++;
                return;
            }
            scored++;
            Metric.Scored sample = new Metric.Scored(id, metadata, value);
            mean.add(sample);
            Iterator<Metric.Tally> each = tallies.values().iterator();
            while (each.hasNext()) {
                try {
                    each.next().add(sample);
                } catch (RuntimeException failure) {
                    problem = Optional.of(String.valueOf(failure.getMessage()));
                    each.remove();
                }
            }
        }

        EvalScore score() {
            Map<String, Double> metrics = new LinkedHashMap<>();
            tallies.forEach((name, tally) -> {
                try {
                    metrics.put(name, tally.value());
                } catch (RuntimeException failure) {
                    problem = Optional.of(String.valueOf(failure.getMessage()));
                }
            });
            return new EvalScore(scorer, scorer, reducer.name(), scored, unscored, metrics, mean.interval());
        }
    }
}
