package dev.assay.engine.architecture;

import dev.assay.engine.checkpoint.CheckpointException;
import java.util.List;

/// How the frequencies of rotary positions are changed for contexts longer than those first trained on. Formulas
/// as in transformers' `modeling_rope_utils.py`.
public sealed interface RotaryScaling {

    /// They are not changed.
    record None() implements RotaryScaling {}

    /// Every frequency is divided.
    ///
    /// @param factor the divisor, at least 1
    record Linear(double factor) implements RotaryScaling {
        /// @throws CheckpointException if the factor is below 1
        public Linear {
            atLeastOne("factor", factor);
        }
    }

    /// The base grows with texts longer than `max_position_embeddings`. Within that length, which is the engine's
    /// limit, nothing changes.
    ///
    /// @param factor the growth, at least 1
    record Dynamic(double factor) implements RotaryScaling {
        /// @throws CheckpointException if the factor is below 1
        public Dynamic {
            atLeastOne("factor", factor);
        }
    }

    /// Llama 3.1: slow frequencies are divided, fast ones kept, those between blended.
    ///
    /// @param factor the divisor of slow frequencies, at least 1
    /// @param low turns in the first context below which a frequency is slow
    /// @param high turns above which it is fast; above `low`
    /// @param original the context first trained on, in tokens
    record Llama3(double factor, double low, double high, int original) implements RotaryScaling {
        /// @throws CheckpointException if a value is out of range
        public Llama3 {
            atLeastOne("factor", factor);
            if (!(low > 0 && high > low) || original < 1) {
                throw new CheckpointException(
                        "low_freq_factor %s, high_freq_factor %s and original_max_position_embeddings %d do not fit together"
                                .formatted(low, high, original));
            }
        }
    }

    /// YaRN (Peng et al. 2023, arXiv 2309.00071).
    ///
    /// @param factor the divisor of slow frequencies, at least 1
    /// @param original the context first trained on, in tokens
    /// @param betaFast turns above which a frequency is kept
    /// @param betaSlow turns below which it is divided
    /// @param truncate whether the two bounds are rounded to whole dimensions
    /// @param attentionFactor what turned queries and keys are multiplied by
    record Yarn(double factor, int original, double betaFast, double betaSlow, boolean truncate, double attentionFactor)
            implements RotaryScaling {
        /// @throws CheckpointException if a value is out of range
        public Yarn {
            atLeastOne("factor", factor);
            if (!(betaSlow > 0 && betaFast > 0 && attentionFactor > 0) || original < 1) {
                throw new CheckpointException("beta_fast %s, beta_slow %s, attention_factor %s or original length %d"
                                .formatted(betaFast, betaSlow, attentionFactor, original)
                        + " is not positive");
            }
        }
    }

    /// LongRoPE (Ding et al. 2024, arXiv 2402.13753), as Phi 3 uses it: a divisor for each frequency. A text
    /// longer than `original` would be computed anew with other divisors, so that is the engine's limit.
    ///
    /// @param factors divisors up to `original` tokens, one a frequency
    /// @param original the context first trained on, in tokens
    /// @param attentionFactor what turned queries and keys are multiplied by
    record LongRope(List<Double> factors, int original, double attentionFactor) implements RotaryScaling {
        /// @throws CheckpointException if a value is out of range
        public LongRope {
            factors = List.copyOf(factors);
            if (!(attentionFactor > 0) || original < 1 || factors.stream().anyMatch(factor -> !(factor > 0))) {
                throw new CheckpointException("short_factor, attention_factor %s or original length %d is not positive"
                        .formatted(attentionFactor, original));
            }
        }
    }

    private static void atLeastOne(String name, double value) {
        if (!(value >= 1 && Double.isFinite(value))) {
            throw new CheckpointException("%s %s of the rotary positions is not at least 1".formatted(name, value));
        }
    }
}
