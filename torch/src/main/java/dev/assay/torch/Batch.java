package dev.assay.torch;

import dev.assay.engine.training.TrainingRow;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// The rows of one step, or of a part of it, as tensors over buffers that are filled anew for each step.
/// Lives in the scope that is open when it is made.
final class Batch {

    /// What masks a score: far below any, and finite, so that a row of filling gives no NaN.
    private static final float MASKED = -1e9f;

    private final int rows;
    private final int length;
    private final LongPointer tokens;
    private final LongPointer positions;
    private final LongPointer targets;
    private final FloatPointer weights;
    private final FloatPointer mask;
    private final Tensor tokenTensor;
    private final Tensor positionTensor;
    private final Tensor targetTensor;
    private final Tensor weightTensor;
    private final Tensor maskTensor;
    private final long[] rowPositions;
    private final long[] rowTargets;
    private final float[] rowWeights;
    private final float[] rowMask;

    Batch(int rows, int length) {
        this.rows = rows;
        this.length = length;
        var size = (long) rows * length;
        var longs = new TensorOptions(torch.ScalarType.Long);
        tokens = new LongPointer(size);
        positions = new LongPointer(size);
        targets = new LongPointer(size);
        weights = new FloatPointer(size);
        mask = new FloatPointer(size * length);
        tokenTensor = torch.from_blob(tokens, new long[] {size}, longs);
        positionTensor = torch.from_blob(positions, new long[] {size}, longs);
        targetTensor = torch.from_blob(targets, new long[] {size, 1}, longs);
        weightTensor = torch.from_blob(weights, size, 1);
        maskTensor = torch.from_blob(mask, rows, 1, length, length);
        rowPositions = new long[length];
        rowTargets = new long[length];
        rowWeights = new float[length];
        rowMask = new float[length * length];
    }

    /// Fills the tensors with these rows; the weights are divided by the total of the whole step.
    void fill(List<TrainingRow> taken, double total) {
        for (var i = 0; i < rows; i++) {
            fillRow(i, taken.get(i), total);
        }
    }

    private void fillRow(int index, TrainingRow row, double total) {
        var start = 0;
        var ids = new long[length];
        Arrays.fill(rowMask, MASKED);
        for (var i = 0; i < length; i++) {
            if (i > 0 && row.segments()[i] != row.segments()[i - 1]) {
                start = i;
            }
            ids[i] = row.tokens()[i];
            rowPositions[i] = (long) i - start;
            var last = i + 1 == length;
            rowTargets[i] = last ? 0 : row.tokens()[i + 1];
            rowWeights[i] = last ? 0 : (float) (row.targetWeight(i + 1) / total);
            Arrays.fill(rowMask, i * length + start, i * length + i + 1, 0);
        }
        var offset = (long) index * length;
        tokens.position(offset).put(ids, 0, length);
        positions.position(offset).put(rowPositions, 0, length);
        targets.position(offset).put(rowTargets, 0, length);
        weights.position(offset).put(rowWeights, 0, length);
        mask.position(offset * length).put(rowMask, 0, rowMask.length);
    }

    int rows() {
        return rows;
    }

    int length() {
        return length;
    }

    /// Token ids, [rows * length].
    Tensor tokens() {
        return tokenTensor;
    }

    /// Position of each token in its segment, [rows * length].
    Tensor positions() {
        return positionTensor;
    }

    /// The token that follows each, [rows * length, 1].
    Tensor targets() {
        return targetTensor;
    }

    /// What each prediction costs, [rows * length, 1], summing to one over the batches of a step.
    Tensor weights() {
        return weightTensor;
    }

    /// Zero where a token may look, far below elsewhere, [rows, 1, length, length].
    Tensor mask() {
        return maskTensor;
    }
}
