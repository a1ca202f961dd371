package dev.assay.core.compare;

/// How the samples of two runs found each other. The first five counts add up to the pairs of sample and
/// epoch that
/// either run has.
///
/// @param paired scored in both
/// @param erroredInBaseline errored in the baseline and scored in the candidate
/// @param erroredInCandidate errored in the candidate, whatever the baseline says
/// @param excluded excluded by the scorer in one or both, and errored in none
/// @param unmatched only in one of the runs, or asked something else under the same id
/// @param changed those of `unmatched` that have the same id and another question
public record Pairing(
        int paired, int erroredInBaseline, int erroredInCandidate, int excluded, int unmatched, int changed) {

    /// All pairs that either run has.
    public int total() {
        return paired + erroredInBaseline + erroredInCandidate + excluded + unmatched;
    }
}
