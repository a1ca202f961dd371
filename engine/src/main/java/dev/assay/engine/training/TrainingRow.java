package dev.assay.engine.training;

/// One row of training text: several chats packed side by side.
///
/// Attention is causal within a segment and never crosses into another; positions count from zero at the
/// start of each
/// segment. The token at `i` is predicted from the one before it if both are of one segment, and costs
/// `lossWeights[i]`; the first token of a segment costs nothing, whatever its weight.
///
/// @param tokens token ids
/// @param lossWeights what a wrong prediction of each token costs, at least 0
/// @param segments which chat each token is of: equal numbers side by side are one chat, -1 is filling
@SuppressWarnings("ArrayRecordComponent") // millions of tokens: arrays, handed on and never changed
public record TrainingRow(int[] tokens, float[] lossWeights, int[] segments) {

    /// Marks filling at the end of a row: nothing is predicted from it or of it.
    public static final int FILLING = -1;

    /// @throws IllegalArgumentException if the arrays differ in length or are empty, or a weight is below 0
    ///     or not finite
    public TrainingRow {
        if (tokens.length == 0 || tokens.length != lossWeights.length || tokens.length != segments.length) {
            throw new IllegalArgumentException(
                    "a row has %d tokens, %d weights and %d segments; they must be as many, and at least one"
                            .formatted(tokens.length, lossWeights.length, segments.length));
        }
        for (var weight : lossWeights) {
            if (!(weight >= 0 && weight < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("a loss weight is " + weight + "; it must be at least 0");
            }
        }
    }

    /// Number of tokens, filling included.
    public int length() {
        return tokens.length;
    }

    /// Whether the token at this place is predicted from the one before it.
    public boolean isTarget(int index) {
        return index > 0 && segments[index] != FILLING && segments[index] == segments[index - 1];
    }

    /// What the prediction of the token at this place costs: zero for the first of a segment and for
    /// filling.
    public float targetWeight(int index) {
        return isTarget(index) ? lossWeights[index] : 0;
    }
}
