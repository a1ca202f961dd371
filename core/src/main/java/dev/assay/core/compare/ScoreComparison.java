package dev.assay.core.compare;

import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Verdict;
import java.util.List;

/// One scorer's grades in two runs.
///
/// @param scorer its name
/// @param pairing how many samples could be compared
/// @param items samples compared, their epochs taken together
/// @param clusters how many independent clusters they form
/// @param baseline mean score of the baseline over the compared samples
/// @param candidate mean score of the candidate over them
/// @param difference candidate minus baseline
/// @param interval limits of the difference that hold together over all scorers; each side errs with
///     alpha/m
/// @param pairedError standard error of the difference, clustered where there are clusters
/// @param unpairedError what it would be if the items were not the same
/// @param correlation of the two runs' scores over the items; NaN where one does not vary
/// @param gains items with a better score than in the baseline
/// @param losses items with a worse one
/// @param worse chance of so large a drop or a larger one if nothing had changed: one-sided p-value
/// @param better the same for a rise
/// @param holm `worse`, adjusted for all scorers by Holm
/// @param falseDiscovery `worse`, adjusted by Benjamini and Hochberg
/// @param detectable the drop that this comparison would have found with 80 % power at its alpha
/// @param verdict `PASS`: no drop of the margin or more; `FAIL`: a drop; `INCONCLUSIVE`: neither was shown
/// @param method how interval and p-value were computed, in words
/// @param lost ids of the samples that became worse, at most {@link RegressionGate#MOST_LISTED}
/// @param won ids of those that became better, likewise
public record ScoreComparison(
        String scorer,
        Pairing pairing,
        int items,
        int clusters,
        double baseline,
        double candidate,
        double difference,
        Interval interval,
        double pairedError,
        double unpairedError,
        double correlation,
        int gains,
        int losses,
        double worse,
        double better,
        double holm,
        double falseDiscovery,
        double detectable,
        Verdict verdict,
        String method,
        List<String> lost,
        List<String> won) {
    public ScoreComparison {
        lost = List.copyOf(lost);
        won = List.copyOf(won);
    }
}
