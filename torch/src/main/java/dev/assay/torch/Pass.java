package dev.assay.torch;

import dev.assay.engine.decoder.Rows;
import dev.assay.engine.hooks.Positions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// The tokens that go through a decoder together, packed: a row a token, sequence by sequence, and nothing in between.
/// There is no padding, so none can be read as text. Its tensors live in the scope that is open when it is made.
final class Pass {

    /// Rows that attend in one product: sequences of one length that hold nothing yet, or one sequence with its cache.
    ///
    /// @param first first row
    /// @param sequences how many
    /// @param count rows of each
    /// @param past positions that the cache holds
    record Run(int first, int sequences, int count, int past, Optional<NativeCache> cache) {
        int rows() {
            return sequences * count;
        }
    }

    private record MaskKey(int count, long seen, long offset, int window) {}

    private final int[] tokens;
    private final int[] positions;
    private final int[] lengths;
    private final int[] wanted;
    private final List<Run> runs;
    private final Map<DecoderRotary, DecoderRotary.Turn> turns = new HashMap<>();
    private final Map<MaskKey, Tensor> masks = new HashMap<>();

    private Pass(int[] tokens, int[] positions, int[] lengths, int[] wanted, List<Run> runs) {
        this.tokens = tokens;
        this.positions = positions;
        this.lengths = lengths;
        this.wanted = wanted;
        this.runs = runs;
    }

    /// The rows of a step, which continue the caches that they name.
    static Pass of(Rows rows) {
        var count = rows.count();
        var tokens = new int[count];
        var positions = new int[count];
        var lengths = new int[count];
        var runs = new ArrayList<Run>();
        for (var row = 0; row < count; row++) {
            tokens[row] = rows.token(row);
            positions[row] = rows.position(row);
            lengths[row] = rows.promptLength(row);
        }
        for (var from = 0; from < count; ) {
            var to = from;
            while (to < count && rows.cache(to) == rows.cache(from)) {
                to++;
            }
            runs.add(new Run(from, 1, to - from, positions[from], Optional.of((NativeCache) rows.cache(from))));
            from = to;
        }
        var wanted = new int[rows.wantedCount()];
        Arrays.setAll(wanted, rows::wanted);
        return new Pass(tokens, positions, lengths, wanted, runs);
    }

    /// Whole sequences, computed without a cache.
    ///
    /// @param lengths tokens of each sequence's prompt
    /// @param wanted the rows whose logits are wanted, ascending
    static Pass of(List<int[]> sequences, int[] lengths, int... wanted) {
        var all = sequences.stream().mapToInt(tokens -> tokens.length).sum();
        var tokens = new int[all];
        var positions = new int[all];
        var prompts = new int[all];
        var runs = new ArrayList<Run>();
        var row = 0;
        for (var s = 0; s < sequences.size(); s++) {
            var sequence = sequences.get(s);
            var last = runs.isEmpty() ? new Run(0, 0, 0, 0, Optional.empty()) : runs.getLast();
            if (last.count() == sequence.length) {
                runs.removeLast();
                runs.add(new Run(last.first(), last.sequences() + 1, last.count(), 0, Optional.empty()));
            } else {
                runs.add(new Run(row, 1, sequence.length, 0, Optional.empty()));
            }
            for (var i = 0; i < sequence.length; i++, row++) {
                tokens[row] = sequence[i];
                positions[row] = i;
                prompts[row] = lengths[s];
            }
        }
        return new Pass(tokens, positions, prompts, wanted, runs);
    }

    int count() {
        return tokens.length;
    }

    List<Run> runs() {
        return runs;
    }

    int wantedCount() {
        return wanted.length;
    }

    /// The position of a row in its sequence.
    int position(int row) {
        return positions[row];
    }

    /// Tokens of the prompt of a row's sequence.
    int promptLength(int row) {
        return lengths[row];
    }

    /// One more than the largest position.
    int reach() {
        return Arrays.stream(positions).max().orElse(-1) + 1;
    }

    /// The tokens, `[rows]`.
    Tensor tokens() {
        return torch.tensor(longs(tokens));
    }

    /// The positions, `[rows]`.
    Tensor positions() {
        return torch.tensor(longs(positions));
    }

    /// The rows whose logits are wanted, out of `[rows, width]`.
    Tensor wanted(Tensor rows) {
        if (wanted.length == tokens.length) {
            return rows;
        }
        return wanted.length == 1
                ? rows.narrow(0, wanted[0], 1)
                : torch.index_select(rows, 0, torch.tensor(longs(wanted)));
    }

    private static long[] longs(int[] values) {
        return Arrays.stream(values).asLongStream().toArray();
    }

    /// Which rows positions mean; of the wanted ones, or of all.
    boolean[] covered(Positions meant, boolean ofWanted) {
        var covered = new boolean[ofWanted ? wanted.length : tokens.length];
        for (var i = 0; i < covered.length; i++) {
            var row = ofWanted ? wanted[i] : i;
            covered[i] = meant.covers(positions[row], lengths[row]);
        }
        return covered;
    }

    /// The position that an offset means in a row's sequence.
    int meant(int offset, int row) {
        return offset < 0 ? lengths[row] + offset : offset;
    }

    /// The row of the `index`th wanted one, or the row itself.
    int row(int index, boolean ofWanted) {
        return ofWanted ? wanted[index] : index;
    }

    /// The rotation of every row.
    DecoderRotary.Turn turn(DecoderRotary rotary) {
        return turns.computeIfAbsent(rotary, key -> key.at(this));
    }

    /// What is added to scores, `[count, seen]`: minus infinity where a row must not look. Row `i` is at column
    /// `i + offset`.
    Tensor mask(int count, long seen, long offset, int window, TensorOptions options) {
        return masks.computeIfAbsent(new MaskKey(count, seen, offset, window), _ -> {
            var never = torch.full(new long[] {count, seen}, new Scalar(Float.NEGATIVE_INFINITY), options);
            var later = never.triu(offset + 1);
            return window == 0 || seen <= window ? later : later.add_(never.tril(offset - window));
        });
    }
}
