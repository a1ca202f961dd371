package dev.assay.engine.decoder;

/// The tokens of one step: each row is the next token of some sequence. Rows of one sequence follow one
/// another in ascending position. Filled anew for each step.
public final class Rows {

    final SequenceCache[] caches;
    final int[] tokens;
    final int[] positions;
    /// Tokens of the prompt of each row's sequence.
    final int[] lengths;
    /// Rows whose logits are wanted, in ascending order.
    final int[] wanted;

    int count;
    int wantedCount;

    /// @param most rows that it has room for
    public Rows(int most) {
        caches = new SequenceCache[most];
        tokens = new int[most];
        positions = new int[most];
        lengths = new int[most];
        wanted = new int[most];
    }

    /// Empties the step.
    public void clear() {
        count = 0;
        wantedCount = 0;
    }

    /// Adds tokens `from` to `to` of a sequence whose cache holds `from` positions. Logits are wanted
    /// after positions from `wantedFrom` on.
    ///
    /// @param length tokens of the sequence's prompt
    public void add(SequenceCache cache, int[] sequence, int from, int to, int wantedFrom, int length) {
        cache.reserve(to);
        for (var position = from; position < to; position++) {
            caches[count] = cache;
            tokens[count] = sequence[position];
            positions[count] = position;
            lengths[count] = length;
            if (position >= wantedFrom) {
                wanted[wantedCount++] = count;
            }
            count++;
        }
    }

    /// How many rows the step has.
    public int count() {
        return count;
    }

    /// The token of a row.
    public int token(int row) {
        return tokens[row];
    }

    /// The position of a row in its sequence.
    public int position(int row) {
        return positions[row];
    }

    /// Tokens of the prompt of a row's sequence.
    public int promptLength(int row) {
        return lengths[row];
    }

    /// What holds the sequence of a row: rows of one sequence have the same.
    public SequenceCache cache(int row) {
        return caches[row];
    }

    /// How many rows' logits are wanted.
    public int wantedCount() {
        return wantedCount;
    }

    /// A row whose logits are wanted.
    public int wanted(int index) {
        return wanted[index];
    }
}
