package dev.assay.core.model;

/// Tokens used by one call; both counts are 0 where the endpoint does not say.
///
/// @param inputTokens tokens of the prompt, at least 0
/// @param outputTokens tokens of the answer, at least 0
public record ModelUsage(long inputTokens, long outputTokens) {

    public static final ModelUsage NONE = new ModelUsage(0, 0);

    public ModelUsage {
        if (inputTokens < 0 || outputTokens < 0) {
            throw new IllegalArgumentException(
                    "Token counts must not be negative: " + inputTokens + ", " + outputTokens);
        }
    }

    public ModelUsage plus(ModelUsage other) {
        return new ModelUsage(inputTokens + other.inputTokens, outputTokens + other.outputTokens);
    }
}
