package dev.assay.core.run;

import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.EvalRow;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/// What a journal holds already: a bit a sample and epoch, and the number of the last attempt where it is not the
/// first or is to be followed by another.
final class Finished {

    private final int epochs;
    private final BitSet done = new BitSet();
    private final Map<Long, Integer> attempts = new HashMap<>();

    private Finished(int epochs) {
        this.epochs = epochs;
    }

    /// @param again whether samples that ended with an error are to be tried again
    /// @param kept hears of those that are not run again
    static Finished in(EvalJournal journal, int epochs, boolean again, Consumer<EvalRow> kept) {
        Finished finished = new Finished(epochs);
        journal.forEachRow(row -> {
            long place = row.key().position() * epochs + row.key().epoch() - 1;
            if (row.errored() && again) {
                finished.attempts.put(place, row.key().attempt());
            } else {
                finished.done.set(Math.toIntExact(place));
                kept.accept(row);
            }
        });
        return finished;
    }

    boolean isDone(long position, int epoch) {
        long place = position * epochs + epoch - 1;
        return place <= Integer.MAX_VALUE && done.get((int) place);
    }

    int nextAttempt(long position, int epoch) {
        return attempts.isEmpty() ? 1 : attempts.getOrDefault(position * epochs + epoch - 1, 0) + 1;
    }

    /// The first sample with an epoch that is not done.
    long firstOpen() {
        return done.nextClearBit(0) / epochs;
    }
}
