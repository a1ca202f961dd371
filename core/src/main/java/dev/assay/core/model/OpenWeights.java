package dev.assay.core.model;

import java.util.List;

/// What a model shows beyond its answers, where its weights lie open: its tokens, the probability of any
/// continuation, how that changes with each token of the prompt, and what passes inside. Tokens are indices
/// in the vocabulary, from 0. Safe for use by many threads at once.
///
/// The contract is checked by `dev.assay.core.contract.OpenWeightsContract` in core's test jar.
public interface OpenWeights {

    /// Number of tokens.
    int vocabulary();

    /// The longest prompt and continuation together, in tokens.
    int context();

    /// The tokens that the model reads when it is asked this, to where its answer begins.
    ///
    /// @throws ModelException if the conversation cannot be shown to the model
    int[] tokens(List<ChatMessage> conversation);

    /// The tokens of a text alone, without special ones around it.
    int[] tokens(String text);

    /// The text of tokens, without special ones.
    ///
    /// @throws IllegalArgumentException if a number is no token
    String text(int... tokens);

    /// The natural logarithms of the probabilities of a continuation's tokens, each given the prompt and
    /// those before it, at temperature 1.
    ///
    /// @param prompt at least one token
    /// @return one a token of the continuation
    /// @throws IllegalArgumentException if the prompt is empty, a number is no token, or both are longer
    ///     than the context
    /// @throws ModelException `INTERRUPTED` if the calling thread is interrupted
    double[] logProbabilities(int[] prompt, int... continuation);

    /// The derivative of the sum of [#logProbabilities] by the one-hot row of each token of the prompt: to
    /// first order, putting token `b` in the place of token `a` at position `i` adds `scores[i][b] -
    /// scores[i][a]`. The scores that HotFlip (Ebrahimi et al. 2018, section 2) and Greedy Coordinate
    /// Gradient (Zou et al. 2023, section 2.2) choose candidates by.
    ///
    /// @param continuation at least one token
    /// @return `[prompt tokens][vocabulary]`
    /// @throws IllegalArgumentException as [#logProbabilities], or if the continuation is empty
    /// @throws ModelException `UNSUPPORTED` if what computes gradients is not there
    float[][] tokenScores(int[] prompt, int... continuation);

    /// What passes a site while the prompt is read.
    ///
    /// @param site as TransformerLens names it, with its layer, such as `resid_pre.2`
    /// @return a row a token
    /// @throws IllegalArgumentException if the model has no such site, or the prompt is empty, longer than
    ///     the context, or holds a number that is no token
    float[][] activations(String site, int... prompt);
}
