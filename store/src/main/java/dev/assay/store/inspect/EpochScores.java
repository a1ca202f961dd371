package dev.assay.store.inspect;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/// How the scores of a sample's epochs become one, by Inspect's names.
final class EpochScores {

    private EpochScores() {}

    /// The reducer of that name over at least one score, or nothing where the name is another.
    static Optional<ToDoubleFunction<double[]>> reducer(String name) {
        return switch (name) {
            case "mean" -> Optional.of(scores -> Arrays.stream(scores).average().orElse(Double.NaN));
            case "median" -> Optional.of(EpochScores::median);
            case "mode" -> Optional.of(EpochScores::mode);
            case "max" -> Optional.of(scores -> Arrays.stream(scores).max().orElse(Double.NaN));
            default -> Optional.empty();
        };
    }

    private static double median(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /// The most frequent score; of several the first.
    private static double mode(double[] scores) {
        Map<Double, Integer> counts = new LinkedHashMap<>();
        for (double score : scores) {
            counts.merge(score, 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .reduce((best, next) -> next.getValue() > best.getValue() ? next : best)
                .orElseThrow()
                .getKey();
    }
}
