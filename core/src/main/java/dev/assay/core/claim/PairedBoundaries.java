package dev.assay.core.claim;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The verdict of a {@link PairedRule} as whole numbers, for pairs without errors. Columns, one for each
/// number of pairs of the other sign, are computed when first reached.
final class PairedBoundaries {
    private static final int MOST_KEPT = 16;
    private static final int MOST_POINTS = 1000;
    private static final Map<PairedRule, PairedBoundaries> KEPT = new ConcurrentHashMap<>();

    private final Map<List<Double>, PowerPoint> points = new ConcurrentHashMap<>();
    private final int cap;
    private final double threshold;
    private final PairedBets less;
    private final PairedBets greater;
    private final Map<Integer, int[]> lessAtMost = new HashMap<>();
    private final Map<Integer, int[]> greaterAtLeast = new HashMap<>();

    private PairedBoundaries(PairedRule rule) {
        cap = rule.cap();
        threshold = rule.threshold();
        less = PairedBets.less(rule.bar());
        greater = PairedBets.greater(rule.bar());
    }

    /// The table of that rule; kept for the next caller.
    static PairedBoundaries of(PairedRule rule) {
        if (KEPT.size() > MOST_KEPT) {
            KEPT.clear();
        }
        return KEPT.computeIfAbsent(rule, PairedBoundaries::new);
    }

    /// The chances of each verdict at these rates of hits and reverses; kept, since the paired claims of a
    /// plan share their rule.
    PowerPoint power(double gap, double hitRate, double reverseRate) {
        if (points.size() > MOST_POINTS) {
            points.clear();
        }
        return points.computeIfAbsent(
                List.of(gap, hitRate, reverseRate), _ -> new PairedPower(this, cap).at(gap, hitRate, reverseRate));
    }

    /// By number of pairs: the most pairs of one sign at which "the gap is under the bar" is shown in the
    /// direction of that sign, with `others` pairs of the other sign; -1: never.
    synchronized int[] lessAtMost(int others) {
        int[] column = lessAtMost.get(others);
        if (column == null) {
            column = new int[cap + 1];
            int most = -1;
            for (int n = 0; n <= cap; n++) {
                while (most + 1 + others <= n && less.logE(most + 1, n - others - most - 1, others) >= threshold) {
                    most++;
                }
                column[n] = most;
            }
            lessAtMost.put(others, column);
        }
        return column;
    }

    /// By number of pairs: the fewest pairs of one sign at which "the gap is over the bar" is shown in the
    /// direction of that sign, with `others` pairs of the other sign.
    synchronized int[] greaterAtLeast(int others) {
        int[] column = greaterAtLeast.get(others);
        if (column == null) {
            column = new int[cap + 1];
            int fewest = 1;
            for (int n = 0; n <= cap; n++) {
                while (fewest + others <= n && greater.logE(fewest, n - others - fewest, others) < threshold) {
                    fewest++;
                }
                column[n] = fewest;
            }
            greaterAtLeast.put(others, column);
        }
        return column;
    }
}
