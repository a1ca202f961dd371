package dev.assay.core.claim;

import dev.assay.core.claim.Episode.End;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// The Kaplan-Meier curve of the first violation by turn: for the picture, never for stopping. A survival
/// claim is decided by a {@link RateRule} on whole episodes. Episodes that ended otherwise count as
/// censored here; where they are many, show {@link AalenJohansen} too.
///
/// S(t) = prod (1 - d/n); Greenwood's variance S^2 g with g = sum d/(n(n-d)); log-log limits
/// S^exp(+-z sqrt(g)/|ln S|). Events at a turn come before censoring at it. Source: Kaplan & Meier 1958,
/// Greenwood 1926, Kalbfleisch & Prentice 1980; `survival_drift.json`.
public final class KaplanMeier {
    private final List<Episode> episodes;
    private final List<Step> steps;
    private final int longest;

    private KaplanMeier(List<Episode> episodes, List<Step> steps, int longest) {
        this.episodes = episodes;
        this.steps = steps;
        this.longest = longest;
    }

    /// A turn with violations.
    ///
    /// @param turn the turn
    /// @param atRisk episodes that reached it
    /// @param events violations in it
    /// @param survival S(turn)
    /// @param error Greenwood's standard error
    /// @param low lower log-log limit; 0 when S is 0
    /// @param high upper log-log limit; 0 when S is 0
    public record Step(int turn, int atRisk, int events, double survival, double error, double low, double high) {}

    /// The last whole turn with S(t) >= q, with what its limits would say; empty: not reached within the
    /// follow-up, to be reported as "at least the longest follow-up", never as a number.
    ///
    /// @param estimate from the curve
    /// @param lower from the lower log-log limit, which does not exist before the first event: from few
    ///     episodes this is an artefact, see {@link #guaranteed}
    /// @param upper from the upper log-log limit
    public record Horizon(OptionalInt estimate, OptionalInt lower, OptionalInt upper) {}

    /// @param confidence of the two-sided limits at one turn, such as .95
    /// @throws IllegalArgumentException if there is no episode or confidence is outside (0, 1)
    public static KaplanMeier of(List<Episode> episodes, double confidence) {
        if (episodes.isEmpty()) {
            throw new IllegalArgumentException("A survival curve needs at least one episode.");
        }
        double z = SpecialFunctions.twoSidedZ(confidence);
        int longest = episodes.stream().mapToInt(Episode::turn).max().orElseThrow();
        List<Step> steps = new ArrayList<>();
        double survival = 1;
        double greenwood = 0;
        for (int turn = 1; turn <= longest; turn++) {
            int t = turn;
            int atRisk = (int) episodes.stream().filter(e -> e.turn() >= t).count();
            int events = (int) episodes.stream()
                    .filter(e -> e.turn() == t && e.end() == End.VIOLATION)
                    .count();
            if (events == 0) {
                continue;
            }
            survival *= 1 - (double) events / atRisk;
            greenwood += events / ((double) atRisk * (atRisk - events));
            if (atRisk == events) {
                steps.add(new Step(turn, atRisk, events, 0, 0, 0, 0));
                break;
            }
            double width = z * Math.sqrt(greenwood) / -Math.log(survival);
            steps.add(new Step(
                    turn,
                    atRisk,
                    events,
                    survival,
                    survival * Math.sqrt(greenwood),
                    Math.pow(survival, Math.exp(width)),
                    Math.pow(survival, Math.exp(-width))));
        }
        return new KaplanMeier(List.copyOf(episodes), List.copyOf(steps), longest);
    }

    /// The turns with violations, in order.
    public List<Step> steps() {
        return steps;
    }

    /// The curve as a report draws it, a step for every turn from 1 to `turns`. Limits before the first
    /// event are NaN.
    public SurvivalCurve curve(int turns) {
        List<SurvivalCurve.Step> all = new ArrayList<>();
        double survival = 1;
        double low = Double.NaN;
        double high = Double.NaN;
        for (int turn = 1; turn <= turns; turn++) {
            int t = turn;
            int events = 0;
            for (Step step : steps) {
                if (step.turn() == turn) {
                    events = step.events();
                    survival = step.survival();
                    low = step.low();
                    high = step.high();
                }
            }
            int atRisk = (int) episodes.stream().filter(e -> e.turn() >= t).count();
            all.add(new SurvivalCurve.Step(turn, atRisk, events, survival, low, high));
        }
        return new SurvivalCurve(all);
    }

    /// The longest turn that any episode reached.
    public int longestFollowUp() {
        return longest;
    }

    /// The horizon at quality q: H95 for q = .95.
    ///
    /// @throws IllegalArgumentException if q is outside (0, 1)
    public Horizon horizon(double q) {
        Counts.checkShare(q, "q");
        return new Horizon(
                before(steps.stream().filter(s -> s.survival() < q)),
                before(steps.stream().filter(s -> s.low() < q)),
                before(steps.stream().filter(s -> s.high() < q)));
    }

    private static OptionalInt before(Stream<Step> below) {
        return below.mapToInt(s -> s.turn() - 1).findFirst();
    }

    /// The largest turn t such that for every u <= t the one-sided Clopper-Pearson lower limit of "no
    /// violation by u" is at least q, among the episodes not censored before u; 0 when nothing is shown.
    /// 59 clean episodes are needed for q = .95 at 95 %.
    ///
    /// @throws IllegalArgumentException if q or confidence is outside (0, 1)
    public int guaranteed(double q, double confidence) {
        Counts.checkShare(q, "q");
        int shown = 0;
        for (int turn = 1; turn <= longest; turn++) {
            int t = turn;
            int followed = (int) episodes.stream()
                    .filter(e -> e.end() != End.CENSORED || e.turn() >= t)
                    .count();
            int violated = (int) episodes.stream()
                    .filter(e -> e.end() == End.VIOLATION && e.turn() <= t)
                    .count();
            if (1 - Intervals.clopperPearsonUpper(violated, followed, confidence) < q) {
                break;
            }
            shown = turn;
        }
        return shown;
    }

    /// The lower bound of S(t) when `episodes` episodes were all followed to t without a violation:
    /// (1 - confidence)^(1/episodes).
    public static double noEventLowerBound(int episodes, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        return Math.exp(Math.log(1 - confidence) / episodes);
    }

    /// The upper bound of a constant hazard per turn when `turns` pooled turns had no violation:
    /// 1 - (1 - confidence)^(1/turns).
    public static double noEventHazardBound(int turns, double confidence) {
        Counts.checkShare(confidence, "Confidence");
        return -Math.expm1(Math.log(1 - confidence) / turns);
    }

    /// Turns at risk over all episodes, for a pooled hazard with a Clopper-Pearson interval.
    public int pooledTurns() {
        return episodes.stream().mapToInt(Episode::turn).sum();
    }

    /// Violations over all episodes.
    public int violations() {
        return (int) episodes.stream().filter(e -> e.end() == End.VIOLATION).count();
    }
}
