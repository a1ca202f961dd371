package dev.assay.engine.decoder;

/// The tokens of one step: each row is the next token of some sequence. Rows of one sequence follow one
/// another in ascending position. Filled anew for each step.
final class Rows {

    final KvCache[] caches;
    final int[] tokens;
    final int[] positions;
    /// Tokens of the prompt of each row's sequence.
    final int[] lengths;
    /// Rows whose logits are wanted, in ascending order.
    final int[] wanted;

    int count;
    int wantedCount;

    Rows(int most) {
        caches = new KvCache[most];
        tokens = new int[most];
        positions = new int[most];
        lengths = new int[most];
        wanted = new int[most];
    }

    void clear() {
        count = 0;
        wantedCount = 0;
    }

    /// Adds tokens `from` to `to` of a sequence whose cache holds `from` positions. Logits are wanted
    /// after positions from `wantedFrom` on.
    ///
    /// @param length tokens of the sequence's prompt
    void add(KvCache cache, int[] sequence, int from, int to, int wantedFrom, int length) {
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
}
