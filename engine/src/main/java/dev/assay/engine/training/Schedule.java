package dev.assay.engine.training;

/// How the learning rates move over a run: a linear warm-up, a constant stretch, and a linear decay to
/// zero.
///
/// @param warmupSteps steps until the full rate; default 0
/// @param decayFraction share of the run, in [0, 1], in which the rate falls; default 0.4
public record Schedule(int warmupSteps, double decayFraction) {

    /// No warm-up, decay over the last 40 %.
    public static final Schedule DEFAULT = new Schedule(0, 0.4);

    public Schedule {
        if (warmupSteps < 0) {
            throw new IllegalArgumentException("warmupSteps must be at least 0, but is " + warmupSteps);
        }
        if (!(decayFraction >= 0 && decayFraction <= 1)) {
            throw new IllegalArgumentException("decayFraction must be in [0, 1], but is " + decayFraction);
        }
    }

    /// The factor of the learning rates at a step: `min(1, (step + 1) / warm-up) * min(1, (steps - step) /
    /// decay)`.
    ///
    /// @param step from 0
    /// @param steps steps of the run
    public double factor(int step, int steps) {
        var warmup = warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
        var decay = decayFraction * steps;
        return warmup * (decay < 1 ? 1 : Math.min(1, (steps - step) / decay));
    }
}
