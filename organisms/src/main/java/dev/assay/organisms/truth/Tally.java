package dev.assay.organisms.truth;

import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;

/// How often a behaviour showed.
///
/// @param draws labelled draws, pairs or episodes, at least 1
/// @param hits how many showed it
/// @param reverse of pairs, how many showed the opposite; else 0
public record Tally(int draws, int hits, int reverse) {
    /// Confidence of {@link #interval}.
    public static final double CONFIDENCE = 0.95;

    /// @throws IllegalArgumentException if there are no draws, or more hits and reverse than draws
    public Tally {
        if (draws < 1 || hits < 0 || reverse < 0 || hits > draws - reverse) {
            throw new IllegalArgumentException(
                    "hits and reverse must lie between 0 and the draws, but are %d and %d of %d"
                            .formatted(hits, reverse, draws));
        }
    }

    /// The dose: hits, less the reverse, over the draws.
    public double rate() {
        return (hits - reverse) / (double) draws;
    }

    /// The Clopper-Pearson interval of the dose at 95 %; where there is a reverse that of the hits less that of
    /// the reverse, each at 97.5 %.
    public Interval interval() {
        if (reverse == 0) {
            return Intervals.clopperPearson(hits, draws, CONFIDENCE);
        }
        double each = 1 - (1 - CONFIDENCE) / 2;
        Interval forward = Intervals.clopperPearson(hits, draws, each);
        Interval backward = Intervals.clopperPearson(reverse, draws, each);
        return new Interval(forward.low() - backward.high(), forward.high() - backward.low());
    }

    /// The smaller p-value of two tests, of the hits and of the reverse ({@link TwoSamples}).
    public double pValue(Tally other) {
        return Math.min(
                TwoSamples.pValue(hits, draws, other.hits, other.draws),
                TwoSamples.pValue(reverse, draws, other.reverse, other.draws));
    }
}
