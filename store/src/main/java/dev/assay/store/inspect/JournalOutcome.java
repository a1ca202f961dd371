package dev.assay.store.inspect;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import dev.assay.core.task.EvalLog.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/// What a journal says by itself of what a run came to: the three counts, and for each scorer accuracy (the
/// mean) with its standard error, sqrt(s^2 / n) with s^2 over n - 1, over the samples' scores after reduction
/// over epochs. A run that has all its samples is a success, another still `started`.
///
/// One pass over the rows, with the memory of one sample. Sums are Welford's, which do not lose digits.
final class JournalOutcome {

    private static final class Sums {
        private long scored;
        private long unscored;
        private double mean;
        private double squares;

        void add(double value) {
            scored++;
            double distance = value - mean;
            mean += distance / scored;
            squares += distance * (value - mean);
        }

        double standardError() {
            return Math.sqrt(squares / (scored - 1) / scored);
        }
    }

    private final String reducerName;
    private final ToDoubleFunction<double[]> reducer;
    private final Map<String, Sums> sums = new LinkedHashMap<>();
    private final Map<String, List<Double>> epochs = new TreeMap<>();
    private long position = -1;
    private long scored;
    private long excluded;
    private long errored;

    private JournalOutcome(EvalHeader header) {
        String named = header.eval().epochsReducer();
        Optional<ToDoubleFunction<double[]>> known = EpochScores.reducer(named);
        this.reducerName = known.isPresent() ? named : "mean";
        this.reducer = known.or(() -> EpochScores.reducer("mean")).orElseThrow();
        header.eval().scorers().forEach(scorer -> sums.put(scorer, new Sums()));
    }

    /// @throws LogException if the journal has no header
    static LogOutcome of(EvalJournal journal) {
        EvalHeader header = journal.header()
                .orElseThrow(() -> new LogException("the run has no header yet: there is nothing to write."));
        JournalOutcome outcome = new JournalOutcome(header);
        journal.forEachRow(outcome::add);
        outcome.flush();
        long total = header.eval().dataset().samples() * header.eval().epochs();
        long finished = outcome.scored + outcome.excluded + outcome.errored;
        return new LogOutcome(
                finished >= total ? Status.SUCCESS : Status.STARTED,
                Math.max(total, finished),
                outcome.scored,
                outcome.excluded,
                outcome.errored,
                outcome.scores(),
                Optional.empty());
    }

    private void add(EvalRow row) {
        if (row.key().position() != position) {
            flush();
            position = row.key().position();
        }
        if (row.errored()) {
            errored++;
            return;
        }
        boolean any = row.scores().values().stream().anyMatch(value -> !value.isNaN());
        scored += any ? 1 : 0;
        excluded += any ? 0 : 1;
        row.scores()
                .forEach((scorer, value) -> epochs.computeIfAbsent(scorer, name -> new ArrayList<>())
                        .add(value));
    }

    private void flush() {
        epochs.forEach((scorer, values) -> {
            Sums of = sums.computeIfAbsent(scorer, name -> new Sums());
            double[] numbers = values.stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(value -> !Double.isNaN(value))
                    .toArray();
            if (numbers.length == 0) {
                of.unscored++;
            } else {
                of.add(reducer.applyAsDouble(numbers));
            }
        });
        epochs.clear();
    }

    private List<LogScore> scores() {
        List<LogScore> scores = new ArrayList<>();
        sums.forEach((scorer, of) -> {
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put("accuracy", of.scored == 0 ? Double.NaN : of.mean);
            metrics.put("stderr", of.scored < 2 ? Double.NaN : of.standardError());
            scores.add(new LogScore(scorer, scorer, reducerName, of.scored, of.unscored, metrics));
        });
        return scores;
    }
}
