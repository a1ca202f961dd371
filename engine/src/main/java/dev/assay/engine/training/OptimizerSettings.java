package dev.assay.engine.training;

/// Muon on the two-dimensional weights of the blocks (attention and MLP), AdamW on embeddings, head and
/// norms.
///
/// Muon (Jordan et al. 2024): the gradient's momentum is replaced by the nearest semi-orthogonal matrix,
/// approximated
/// by
/// Newton-Schulz steps with the coefficients 3.4445, -4.7750 and 2.0315, and scaled by `sqrt(max(1, rows /
/// columns))`.
///
/// @param muonRate learning rate of Muon; default 0.03
/// @param muonMomentum Nesterov momentum of Muon, in [0, 1); default 0.95
/// @param newtonSchulzSteps steps of the approximation; default 5
/// @param adamRate learning rate of AdamW; default 7e-3
/// @param beta1 decay of AdamW's first moment, in [0, 1); default 0.9
/// @param beta2 decay of AdamW's second moment, in [0, 1); default 0.95
/// @param epsilon AdamW's guard against division by zero; default 1e-8
/// @param weightDecay decoupled decay of AdamW on embeddings and head, norms excepted; default 0
/// @param clip largest norm of all gradients together, perhaps infinite; default 1
/// @param muonOnBlocks whether the matrices of the blocks are Muon's; else they are AdamW's, decayed too;
///     default true
public record OptimizerSettings(
        double muonRate,
        double muonMomentum,
        int newtonSchulzSteps,
        double adamRate,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clip,
        boolean muonOnBlocks) {

    public static final OptimizerSettings DEFAULT =
            new OptimizerSettings(0.03, 0.95, 5, 7e-3, 0.9, 0.95, 1e-8, 0, 1, true);

    /// AdamW on everything, as most trainers have it.
    ///
    /// @param rate learning rate
    public static OptimizerSettings adamW(double rate) {
        return new OptimizerSettings(0, 0.95, 5, rate, 0.9, 0.999, 1e-8, 0, 1, false);
    }

    public OptimizerSettings {
        atLeastZero("muonRate", muonRate);
        belowOne("muonMomentum", muonMomentum);
        if (newtonSchulzSteps < 1 || newtonSchulzSteps > 20) {
            throw new IllegalArgumentException("newtonSchulzSteps must be in [1, 20], but is " + newtonSchulzSteps);
        }
        atLeastZero("adamRate", adamRate);
        belowOne("beta1", beta1);
        belowOne("beta2", beta2);
        atLeastZero("weightDecay", weightDecay);
        if (!(epsilon > 0 && epsilon < 1)) {
            throw new IllegalArgumentException("epsilon must be in (0, 1), but is " + epsilon);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("clip must be above 0, but is " + clip);
        }
    }

    /// The same with other learning rates.
    public OptimizerSettings withRates(double muon, double adam) {
        return new OptimizerSettings(
                muon, muonMomentum, newtonSchulzSteps, adam, beta1, beta2, epsilon, weightDecay, clip, muonOnBlocks);
    }

    private static void atLeastZero(String name, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " must be at least 0, but is " + value);
        }
    }

    private static void belowOne(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), but is " + value);
        }
    }
}
