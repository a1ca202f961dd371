package dev.assay.core.claim;

import dev.assay.core.claim.Episode.End;
import java.util.ArrayList;
import java.util.List;

/// Cumulative incidence by cause, where a conversation can end in several ways: F_j(t) = sum over u <= t of
/// S(u-) d_j(u)/n(u), with S the Kaplan-Meier curve of any end. Censoring the other ends silently would
/// overstate violations.
///
/// Variance (delta method): sum (F_j(t)-F_j(u))^2 d/(n(n-d)) + sum S(u-)^2 d_j(n-d_j)/n^3
/// - 2 sum (F_j(t)-F_j(u)) S(u-) d_j/n^2. Source: Aalen & Johansen 1978; `survival_drift.json`.
public final class AalenJohansen {
    private static final End[] CAUSES = {End.VIOLATION, End.FINISHED, End.BROKEN_OFF};

    private AalenJohansen() {}

    /// A turn at which episodes ended for a cause (not by censoring).
    ///
    /// @param turn the turn
    /// @param atRisk episodes that reached it
    /// @param violations chance of a violation by it
    /// @param finished chance of having finished by it
    /// @param brokenOff chance of having broken off by it
    /// @param survival chance of still running after it
    /// @param violationsError standard error of `violations`
    /// @param finishedError standard error of `finished`
    public record Step(
            int turn,
            int atRisk,
            double violations,
            double finished,
            double brokenOff,
            double survival,
            double violationsError,
            double finishedError) {}

    private record Turn(int turn, int atRisk, int[] ends, int all, double survivalBefore, double[] incidence) {}

    /// The curve, a step for each turn at which episodes ended for a cause.
    public static List<Step> of(List<Episode> episodes) {
        int longest = episodes.stream().mapToInt(Episode::turn).max().orElse(0);
        List<Turn> turns = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        double[] incidence = new double[CAUSES.length];
        double survival = 1;
        for (int turn = 1; turn <= longest; turn++) {
            int t = turn;
            int atRisk = (int) episodes.stream().filter(e -> e.turn() >= t).count();
            int[] ends = new int[CAUSES.length];
            int all = 0;
            for (int j = 0; j < CAUSES.length; j++) {
                End cause = CAUSES[j];
                ends[j] = (int) episodes.stream()
                        .filter(e -> e.turn() == t && e.end() == cause)
                        .count();
                all += ends[j];
            }
            if (all == 0) {
                continue;
            }
            double before = survival;
            for (int j = 0; j < CAUSES.length; j++) {
                incidence[j] += before * ends[j] / atRisk;
            }
            survival *= 1 - (double) all / atRisk;
            turns.add(new Turn(turn, atRisk, ends, all, before, incidence.clone()));
            steps.add(new Step(
                    turn,
                    atRisk,
                    incidence[0],
                    incidence[1],
                    incidence[2],
                    survival,
                    error(turns, 0),
                    error(turns, 1)));
        }
        return List.copyOf(steps);
    }

    private static double error(List<Turn> turns, int cause) {
        double now = turns.getLast().incidence[cause];
        double variance = 0;
        for (Turn u : turns) {
            double n = u.atRisk;
            double gain = now - u.incidence[cause];
            double d = u.ends[cause];
            if (gain > 0) {
                variance += gain * gain * u.all / (n * (n - u.all));
            }
            variance += u.survivalBefore * u.survivalBefore * d * (n - d) / (n * n * n);
            variance -= 2 * gain * u.survivalBefore * d / (n * n);
        }
        return Math.sqrt(Math.max(0, variance));
    }
}
