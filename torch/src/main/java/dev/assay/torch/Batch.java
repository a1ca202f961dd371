package dev.assay.torch;

import dev.assay.engine.training.TrainingRow;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// The tokens of one step, or of a part of it, segment after segment, as tensors over buffers that are
/// filled anew for each step. Filling is left out: nothing is predicted from it or of it. Lives in the
/// scope that is open when it is made; the tensors, in the scope that is open when it is filled.
final class Batch {

    private final LongPointer tokens;
    private final LongPointer positions;
    private final LongPointer targets;
    private final FloatPointer weights;
    private final long[] ids;
    private final long[] places;
    private final long[] next;
    private final float[] costs;
    private final List<Long> segmentLengths = new ArrayList<>();
    private int size;

    /// @param most tokens of a batch, filling included
    Batch(int most) {
        tokens = new LongPointer(most);
        positions = new LongPointer(most);
        targets = new LongPointer(most);
        weights = new FloatPointer(most);
        ids = new long[most];
        places = new long[most];
        next = new long[most];
        costs = new float[most];
    }

    /// Takes these rows; the weights are divided by the total of the whole step.
    void fill(List<TrainingRow> rows, double total) {
        size = 0;
        segmentLengths.clear();
        rows.forEach(row -> add(row, total));
        if (size == 0) { // all is filling: one token that costs nothing
            ids[0] = 0;
            places[0] = 0;
            next[0] = 0;
            costs[0] = 0;
            size = 1;
            segmentLengths.add(1L);
        }
        tokens.put(ids, 0, size);
        positions.put(places, 0, size);
        targets.put(next, 0, size);
        weights.put(costs, 0, size);
    }

    private void add(TrainingRow row, double total) {
        var start = 0;
        for (var i = 0; i <= row.length(); i++) {
            var ends = i == row.length() || i > 0 && row.segments()[i] != row.segments()[i - 1];
            if (ends) {
                if (row.segments()[start] != TrainingRow.FILLING) {
                    segmentLengths.add((long) i - start);
                }
                start = i;
            }
            if (i < row.length() && row.segments()[i] != TrainingRow.FILLING) {
                var last = i + 1 == row.length();
                ids[size] = row.tokens()[i];
                places[size] = (long) i - start;
                next[size] = last ? 0 : row.tokens()[i + 1];
                costs[size] = last ? 0 : (float) (row.targetWeight(i + 1) / total);
                size++;
            }
        }
    }

    /// Token ids, [tokens].
    Tensor tokens() {
        return longs(tokens);
    }

    /// Position of each token in its segment, [tokens].
    Tensor positions() {
        return longs(positions);
    }

    /// The token that follows each, [tokens, 1].
    Tensor targets() {
        return longs(targets).unsqueeze(1);
    }

    /// What each prediction costs, [tokens, 1], summing to one over the batches of a step.
    Tensor weights() {
        return torch.from_blob(weights, size, 1);
    }

    private Tensor longs(LongPointer numbers) {
        return torch.from_blob(numbers, new long[] {size}, new TensorOptions(torch.ScalarType.Long));
    }

    /// Lengths of the segments in the order of the tokens; they add up to the number of tokens.
    long[] segmentLengths() {
        return segmentLengths.stream().mapToLong(Long::longValue).toArray();
    }
}
