package dev.assay.core.journal;

import dev.assay.core.task.EvalLog.EvalSample;

/// Which attempt at which sample of an evaluation.
///
/// @param position the sample's place in the dataset, from 0
/// @param epoch from 1
/// @param attempt from 1; a sample that errored may be tried again, and the last attempt counts
public record SampleKey(long position, int epoch, int attempt) implements Comparable<SampleKey> {

    public SampleKey {
        if (position < 0 || epoch < 1 || attempt < 1) {
            throw new IllegalArgumentException("No sample has position " + position + ", epoch " + epoch
                    + " and attempt " + attempt + ": they start at 0, 1 and 1.");
        }
    }

    /// By position, then epoch, then attempt.
    @Override
    public int compareTo(SampleKey other) {
        int byPosition = Long.compare(position, other.position);
        if (byPosition != 0) {
            return byPosition;
        }
        int byEpoch = Integer.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Integer.compare(attempt, other.attempt);
    }

    /// As a sentence names it, such as `sample 17 (epoch 1, attempt 2)`.
    public String words() {
        return "sample " + position + " (epoch " + epoch + ", attempt " + attempt + ")";
    }

    /// Refuses a sample of another epoch.
    ///
    /// @throws IllegalArgumentException if its epoch is not that of the key
    public void requireEpochOf(EvalSample sample) {
        if (sample.epoch() != epoch) {
            throw new IllegalArgumentException(
                    "The key is of epoch " + epoch + ", but the sample of epoch " + sample.epoch() + ".");
        }
    }
}
