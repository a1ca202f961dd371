package dev.assay.engine.training;

/// How the learning rates move over a run: a linear warm-up, a constant stretch, and a decay to zero.
///
/// @param warmupSteps steps until the full rate; default 0
/// @param decayFraction share of the run, in [0, 1], in which the rate falls; default 0.4
/// @param decay how it falls; default [Decay#LINEAR]
public record Schedule(int warmupSteps, double decayFraction, Decay decay) {

    /// The shape of a decay, over the part `t` of it that is left, from 1 to 0.
    public enum Decay {
        /// `t`.
        LINEAR,
        /// `(1 - cos(pi t)) / 2` (Loshchilov and Hutter 2017, equation 5).
        COSINE
    }

    /// No warm-up, decay over the last 40 %.
    public static final Schedule DEFAULT = new Schedule(0, 0.4, Decay.LINEAR);

    /// The full rate from the first step to the last.
    public static final Schedule CONSTANT = new Schedule(0, 0, Decay.LINEAR);

    /// A warm-up, then a cosine to zero over the rest.
    ///
    /// @param steps steps of the run
    public static Schedule cosine(int warmupSteps, int steps) {
        return new Schedule(warmupSteps, 1 - Math.min(1, warmupSteps / (double) Math.max(1, steps)), Decay.COSINE);
    }

    public Schedule {
        if (warmupSteps < 0) {
            throw new IllegalArgumentException("warmupSteps must be at least 0, but is " + warmupSteps);
        }
        if (!(decayFraction >= 0 && decayFraction <= 1)) {
            throw new IllegalArgumentException("decayFraction must be in [0, 1], but is " + decayFraction);
        }
    }

    /// The factor of the learning rates at a step: `min(1, (step + 1) / warm-up)` times the decay of
    /// `min(1, (steps - step) / decaying steps)`.
    ///
    /// @param step from 0
    /// @param steps steps of the run
    public double factor(int step, int steps) {
        var warmup = warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
        var decaying = decayFraction * steps;
        var left = decaying < 1 ? 1 : Math.min(1, (steps - step) / decaying);
        return warmup
                * switch (decay) {
                    case LINEAR -> left;
                    case COSINE -> (1 - Math.cos(Math.PI * left)) / 2;
                };
    }
}
