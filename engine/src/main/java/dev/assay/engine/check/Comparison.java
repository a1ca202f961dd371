package dev.assay.engine.check;

import java.util.OptionalInt;

/// How a model as computed here differs from its reference.
///
/// @param cases prompts compared
/// @param logitDifference largest |difference| of a logit
/// @param tolerance largest that is accepted: 1e-4 where the reference computed with 32-bit floats, else 2e-2; as
///     many times more as the largest logit exceeds 10
/// @param tokensEqual greedy tokens that are the reference's, counted to the first that is not
/// @param tokens greedy tokens compared
/// @param tokensDecide whether all tokens must be equal: with a reference of 32-bit floats
/// @param hiddenDifference largest |difference| in the residual stream; NaN if the reference does not state it
/// @param firstLayer the first layer whose output differs by more than the tolerance of the stream, which is
///     relative to its largest number; -1 for the embeddings, empty if none differs
public record Comparison(
        int cases,
        double logitDifference,
        double tolerance,
        int tokensEqual,
        int tokens,
        boolean tokensDecide,
        double hiddenDifference,
        OptionalInt firstLayer) {

    /// Whether the engine computes the model as its reference does.
    public boolean agrees() {
        return logitDifference <= tolerance && (!tokensDecide || tokensEqual == tokens);
    }
}
