package dev.assay.core.model;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// How an answer is generated. Every option may be left open; then the model's own default holds,
/// except where stated.
///
/// @param temperature in [0, 2]; 0 is greedy; default 0
/// @param topP nucleus in (0, 1]; default none
/// @param topK at least 1; default none
/// @param maxTokens upper limit of generated tokens, at least 1; default 256
/// @param seed makes sampling repeatable where the model can; the same seed and prompt give the same answer
///     however many requests run beside it; default none
/// @param stop strings that end the answer and are not part of it; default none
/// @param logprobs whether log-probabilities of the generated tokens are wanted; default false
public record GenerateConfig(
        double temperature,
        OptionalDouble topP,
        OptionalInt topK,
        int maxTokens,
        OptionalLong seed,
        List<String> stop,
        boolean logprobs) {

    /// Greedy, at most 256 tokens.
    public static final GenerateConfig DEFAULT = new GenerateConfig(
            0, OptionalDouble.empty(), OptionalInt.empty(), 256, OptionalLong.empty(), List.of(), false);

    public GenerateConfig {
        stop = List.copyOf(stop);
        if (!(temperature >= 0 && temperature <= 2)) {
            throw new IllegalArgumentException("temperature must be in [0, 2], but is " + temperature);
        }
        if (topP.isPresent() && !(topP.getAsDouble() > 0 && topP.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("topP must be in (0, 1], but is " + topP.getAsDouble());
        }
        if (topK.isPresent() && topK.getAsInt() < 1) {
            throw new IllegalArgumentException("topK must be at least 1, but is " + topK.getAsInt());
        }
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens must be at least 1, but is " + maxTokens);
        }
    }

    public GenerateConfig withTemperature(double value) {
        return new GenerateConfig(value, topP, topK, maxTokens, seed, stop, logprobs);
    }

    public GenerateConfig withTopP(double value) {
        return new GenerateConfig(temperature, OptionalDouble.of(value), topK, maxTokens, seed, stop, logprobs);
    }

    public GenerateConfig withTopK(int value) {
        return new GenerateConfig(temperature, topP, OptionalInt.of(value), maxTokens, seed, stop, logprobs);
    }

    public GenerateConfig withMaxTokens(int value) {
        return new GenerateConfig(temperature, topP, topK, value, seed, stop, logprobs);
    }

    public GenerateConfig withSeed(long value) {
        return new GenerateConfig(temperature, topP, topK, maxTokens, OptionalLong.of(value), stop, logprobs);
    }

    public GenerateConfig withStop(List<String> value) {
        return new GenerateConfig(temperature, topP, topK, maxTokens, seed, value, logprobs);
    }

    public GenerateConfig withLogprobs(boolean value) {
        return new GenerateConfig(temperature, topP, topK, maxTokens, seed, stop, value);
    }
}
