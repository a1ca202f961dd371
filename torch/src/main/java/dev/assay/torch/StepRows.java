package dev.assay.torch;

import dev.assay.engine.training.RowDigest;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import java.util.ArrayList;
import java.util.List;

/// The rows of one step.
///
/// @param rows as many as the plan states
/// @param total sum of what their predictions cost: the divisor of each, in whatever part of the step it
///     is computed
/// @param supervised predictions that cost something
record StepRows(List<TrainingRow> rows, double total, int supervised) {

    /// Takes the rows of the next step.
    ///
    /// @throws TrainingException if a row does not fit, or nothing in the step is supervised
    static StepRows next(RowSource source, TrainingPlan plan, RowDigest digest) {
        var rows = new ArrayList<TrainingRow>();
        var total = 0.0;
        var supervised = 0;
        for (var i = 0; i < plan.rowsPerStep(); i++) {
            var row = source.next();
            check(row, plan);
            digest.add(row);
            for (var j = 0; j < row.length(); j++) {
                var weight = row.targetWeight(j);
                total += weight;
                supervised += weight > 0 ? 1 : 0;
            }
            rows.add(row);
        }
        if (total <= 0) {
            throw new TrainingException(
                    "No token of a step of %d rows has a loss weight above 0".formatted(plan.rowsPerStep()));
        }
        return new StepRows(List.copyOf(rows), total, supervised);
    }

    private static void check(TrainingRow row, TrainingPlan plan) {
        if (row.length() != plan.rowLength()) {
            throw new TrainingException(
                    "A row has %d tokens; the plan states %d".formatted(row.length(), plan.rowLength()));
        }
        var vocabulary = plan.config().vocabSize();
        for (var token : row.tokens()) {
            if (token < 0 || token >= vocabulary) {
                throw new TrainingException(
                        "A row holds the token %d; the vocabulary has %d".formatted(token, vocabulary));
            }
        }
    }
}
