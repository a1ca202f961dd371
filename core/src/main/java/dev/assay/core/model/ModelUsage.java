package dev.assay.core.model;

/// Tokens used by one call; every count is 0 where the endpoint does not say.
///
/// @param inputTokens tokens of the prompt that were read anew, without those from the provider's cache, at
///     least 0
/// @param outputTokens tokens of the answer, thoughts included, at least 0
/// @param cacheReadTokens tokens of the prompt that came from the provider's cache, at least 0
/// @param cacheWriteTokens tokens of the prompt that were written to it, at least 0
/// @param reasoningTokens those of `outputTokens` that were thoughts, at least 0
public record ModelUsage(
        long inputTokens, long outputTokens, long cacheReadTokens, long cacheWriteTokens, long reasoningTokens) {

    public static final ModelUsage NONE = new ModelUsage(0, 0);

    public ModelUsage {
        if (inputTokens < 0 || outputTokens < 0 || cacheReadTokens < 0 || cacheWriteTokens < 0 || reasoningTokens < 0) {
            throw new IllegalArgumentException("Token counts must not be negative: " + inputTokens + ", " + outputTokens
                    + ", " + cacheReadTokens + ", " + cacheWriteTokens + ", " + reasoningTokens);
        }
    }

    /// Usage at an endpoint that has neither cache nor thoughts.
    public ModelUsage(long inputTokens, long outputTokens) {
        this(inputTokens, outputTokens, 0, 0, 0);
    }

    public ModelUsage plus(ModelUsage other) {
        return new ModelUsage(
                inputTokens + other.inputTokens,
                outputTokens + other.outputTokens,
                cacheReadTokens + other.cacheReadTokens,
                cacheWriteTokens + other.cacheWriteTokens,
                reasoningTokens + other.reasoningTokens);
    }

    /// All tokens, however they were read.
    public long totalTokens() {
        return inputTokens + outputTokens + cacheReadTokens + cacheWriteTokens;
    }
}
