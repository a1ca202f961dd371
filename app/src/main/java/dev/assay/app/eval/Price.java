package dev.assay.app.eval;

import dev.assay.core.model.ModelUsage;

/// What a million tokens of a model cost.
///
/// @param input of tokens read anew, at least 0
/// @param output of tokens written, at least 0
/// @param cacheRead of tokens from the provider's cache, at least 0
/// @param cacheWrite of tokens written to it, at least 0
record Price(double input, double output, double cacheRead, double cacheWrite) {

    private static final double MILLION = 1e6;

    double of(ModelUsage usage) {
        return (usage.inputTokens() * input
                        + usage.outputTokens() * output
                        + usage.cacheReadTokens() * cacheRead
                        + usage.cacheWriteTokens() * cacheWrite)
                / MILLION;
    }

    /// The most that a call can cost.
    double atMost(long inputTokens, long outputTokens) {
        return (inputTokens * Math.max(input, Math.max(cacheRead, cacheWrite)) + outputTokens * output) / MILLION;
    }
}
