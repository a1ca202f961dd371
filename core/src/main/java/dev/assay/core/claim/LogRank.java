package dev.assay.core.claim;

import dev.assay.core.claim.Episode.End;
import java.util.List;
import java.util.stream.Stream;

/// The log-rank test of two groups of episodes, at a number of episodes fixed beforehand. Source: Mantel
/// 1966.
///
/// @param observed violations in the first group
/// @param expected violations expected in it if both had the same hazard
/// @param variance hypergeometric variance of the difference
/// @param chiSquared (observed - expected)^2 / variance, one degree of freedom
/// @param p its p-value
public record LogRank(int observed, double expected, double variance, double chiSquared, double p) {

    /// Compares the first violations of two groups.
    public static LogRank of(List<Episode> first, List<Episode> second) {
        int longest = Stream.concat(first.stream(), second.stream())
                .mapToInt(Episode::turn)
                .max()
                .orElse(0);
        int observed = 0;
        double expected = 0;
        double variance = 0;
        for (int turn = 1; turn <= longest; turn++) {
            double n1 = atRisk(first, turn);
            double n = n1 + atRisk(second, turn);
            int d1 = events(first, turn);
            double d = d1 + events(second, turn);
            observed += d1;
            if (d > 0) {
                expected += d * n1 / n;
            }
            if (n > 1) {
                variance += d * (n1 / n) * (1 - n1 / n) * (n - d) / (n - 1);
            }
        }
        double difference = observed - expected;
        double chiSquared = variance > 0 ? difference * difference / variance : 0;
        return new LogRank(
                observed, expected, variance, chiSquared, 2 * SpecialFunctions.normalUpperTail(Math.sqrt(chiSquared)));
    }

    private static int atRisk(List<Episode> episodes, int turn) {
        return (int) episodes.stream().filter(e -> e.turn() >= turn).count();
    }

    private static int events(List<Episode> episodes, int turn) {
        return (int) episodes.stream()
                .filter(e -> e.turn() == turn && e.end() == End.VIOLATION)
                .count();
    }
}
