package dev.assay.engine.check;

import java.util.Locale;
import java.util.OptionalInt;

/// How a model as computed here differs from its reference.
///
/// @param cases prompts compared
/// @param longest tokens of the longest text compared: a prompt and the greedy tokens after it
/// @param window the model's largest window of attention, in tokens; 0 if it has none
/// @param logitDifference largest |difference| of a logit
/// @param spreadDifference largest |difference| of a logit less the mean of those stated for its prompt, as a part of
///     their standard deviation: softmax sees neither what all logits share nor, up to a temperature, their scale
/// @param tolerance largest `spreadDifference` that is accepted: 1e-4 where the reference computed with 32-bit floats,
///     else 2e-2
/// @param tokensEqual greedy tokens that are the reference's, counted to the first that is not
/// @param tokens greedy tokens compared
/// @param tokensDecide whether all tokens must be equal: with a reference of 32-bit floats
/// @param hiddenDifference largest |difference| in the residual stream; NaN if the reference does not state it
/// @param firstLayer the first layer whose output differs by more than the tolerance of the stream, which is
///     relative to its largest number; -1 for the embeddings, empty if none differs
public record Comparison(
        int cases,
        int longest,
        int window,
        double logitDifference,
        double spreadDifference,
        double tolerance,
        int tokensEqual,
        int tokens,
        boolean tokensDecide,
        double hiddenDifference,
        OptionalInt firstLayer) {

    /// How long the texts were, and whether that reaches beyond the model's window.
    public String reach() {
        return String.format(Locale.ROOT, "up to %,d tokens", longest)
                + (longest <= window ? String.format(Locale.ROOT, ", not beyond its window of %,d", window) : "");
    }

    /// Whether the engine computes the model as its reference does.
    public boolean agrees() {
        return spreadDifference <= tolerance && (!tokensDecide || tokensEqual == tokens);
    }
}
