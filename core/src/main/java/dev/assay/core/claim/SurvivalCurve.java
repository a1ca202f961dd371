package dev.assay.core.claim;

import java.util.List;

/// A survival curve by turn, as a chart draws it.
///
/// @param steps Kaplan-Meier estimate by turn
public record SurvivalCurve(List<Step> steps) {

    public SurvivalCurve {
        steps = List.copyOf(steps);
    }

    /// @param turn 1, 2, ...
    /// @param atRisk episodes still running before it
    /// @param events violations in it
    /// @param survival S(turn)
    /// @param low lower limit (log-log, two-sided 95 %); NaN before the first event
    /// @param high upper limit; NaN before the first event
    public record Step(int turn, int atRisk, int events, double survival, double low, double high) {}
}
