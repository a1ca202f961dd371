package dev.assay.tasks.data;

/// Counts samples in the file's order and notices ids that come twice. A sample without an id has its
/// number.
final class Tally {

    private final long last;
    private final IdSet ids = new IdSet();
    private long samples;
    private boolean named;

    Tally(long last) {
        this.last = last;
    }

    long hash(String id) {
        return ids.hash(id);
    }

    long samples() {
        return samples;
    }

    boolean isFull() {
        return samples >= last;
    }

    /// Counts a sample whose ids are not compared.
    void add() {
        samples++;
    }

    /// Counts a sample.
    ///
    /// @param hash of its id; 0 if it has none of its own
    /// @return whether its id is new
    boolean add(long hash) {
        samples++;
        if (hash == 0) {
            return !named || ids.add(ids.hash(Long.toString(samples)));
        }
        if (!named) {
            named = true;
            for (long number = 1; number < samples; number++) {
                ids.add(ids.hash(Long.toString(number)));
            }
        }
        return ids.add(hash);
    }
}
