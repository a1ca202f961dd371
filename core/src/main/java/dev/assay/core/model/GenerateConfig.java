package dev.assay.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// How an answer is generated. Every option may be left open; then the model's own default holds,
/// except where stated.
///
/// @param temperature in [0, 2]; 0 is greedy; {@link #DEFAULT} has 0; empty leaves it to the model, as
///     models that
///     take none need it
/// @param topP nucleus in (0, 1]; default none
/// @param topK at least 1; default none
/// @param maxTokens upper limit of generated tokens, thoughts included, at least 1; default 256
/// @param seed makes sampling repeatable where the model can; the same seed and prompt give the same answer
///     however many requests run beside it; default none
/// @param stop strings that end the answer and are not part of it; default none
/// @param logprobs whether log-probabilities of the generated tokens are wanted; default false
/// @param topLogprobs how many of the likeliest tokens to give at each place, 0 to 20; default 0
/// @param frequencyPenalty in [-2, 2]; default none
/// @param presencePenalty in [-2, 2]; default none
/// @param reasoningEffort `none`, `minimal`, `low`, `medium`, `high` or a word of the provider's own;
///     default none
/// @param reasoningTokens upper limit of thought, at least 1; default none
/// @param responseSchema the form that the answer must have; default none
public record GenerateConfig(
        OptionalDouble temperature,
        OptionalDouble topP,
        OptionalInt topK,
        int maxTokens,
        OptionalLong seed,
        List<String> stop,
        boolean logprobs,
        int topLogprobs,
        OptionalDouble frequencyPenalty,
        OptionalDouble presencePenalty,
        Optional<String> reasoningEffort,
        OptionalInt reasoningTokens,
        Optional<ResponseSchema> responseSchema) {

    /// Greedy, at most 256 tokens.
    public static final GenerateConfig DEFAULT =
            new Builder().temperature(OptionalDouble.of(0)).build();

    public GenerateConfig {
        stop = List.copyOf(stop);
        Objects.requireNonNull(reasoningEffort, "reasoningEffort");
        Objects.requireNonNull(responseSchema, "responseSchema");
        requireWithin("temperature", temperature, 0, 2);
        if (topP.isPresent() && !(topP.getAsDouble() > 0 && topP.getAsDouble() <= 1)) {
            throw new IllegalArgumentException("topP must be in (0, 1], but is " + topP.getAsDouble());
        }
        requireAtLeastOne("topK", topK);
        requireAtLeastOne("maxTokens", OptionalInt.of(maxTokens));
        requireAtLeastOne("reasoningTokens", reasoningTokens);
        if (topLogprobs < 0 || topLogprobs > 20) {
            throw new IllegalArgumentException("topLogprobs must be 0 to 20, but is " + topLogprobs);
        }
        if (topLogprobs > 0 && !logprobs) {
            throw new IllegalArgumentException("topLogprobs is " + topLogprobs + ", which needs logprobs as well");
        }
        requireWithin("frequencyPenalty", frequencyPenalty, -2, 2);
        requireWithin("presencePenalty", presencePenalty, -2, 2);
    }

    /// What a model must be able to do to honour these settings; a new, modifiable set.
    Set<Capability> needs() {
        Set<Capability> needs = EnumSet.noneOf(Capability.class);
        add(needs, Capability.TEMPERATURE, temperature.isPresent());
        add(needs, Capability.TOP_P, topP.isPresent());
        add(needs, Capability.TOP_K, topK.isPresent());
        add(needs, Capability.SEED, seed.isPresent());
        add(needs, Capability.STOP, !stop.isEmpty());
        add(needs, Capability.LOGPROBS, logprobs);
        add(needs, Capability.TOP_LOGPROBS, topLogprobs > 0);
        add(needs, Capability.FREQUENCY_PENALTY, frequencyPenalty.isPresent());
        add(needs, Capability.PRESENCE_PENALTY, presencePenalty.isPresent());
        add(needs, Capability.REASONING, reasoningEffort.isPresent() || reasoningTokens.isPresent());
        add(needs, Capability.RESPONSE_SCHEMA, responseSchema.isPresent());
        return needs;
    }

    private static void add(Set<Capability> needs, Capability capability, boolean needed) {
        if (needed) {
            needs.add(capability);
        }
    }

    private static void requireWithin(String name, OptionalDouble value, double least, double most) {
        if (value.isPresent() && !(value.getAsDouble() >= least && value.getAsDouble() <= most)) {
            throw new IllegalArgumentException(
                    name + " must be in [" + plain(least) + ", " + plain(most) + "], but is " + value.getAsDouble());
        }
    }

    private static String plain(double whole) {
        return Long.toString((long) whole);
    }

    private static void requireAtLeastOne(String name, OptionalInt value) {
        if (value.isPresent() && value.getAsInt() < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, but is " + value.getAsInt());
        }
    }

    public GenerateConfig withTemperature(double value) {
        return toBuilder().temperature(OptionalDouble.of(value)).build();
    }

    /// The same settings with the model's own temperature.
    public GenerateConfig withModelTemperature() {
        return toBuilder().temperature(OptionalDouble.empty()).build();
    }

    public GenerateConfig withTopP(double value) {
        return toBuilder().topP(OptionalDouble.of(value)).build();
    }

    public GenerateConfig withTopK(int value) {
        return toBuilder().topK(OptionalInt.of(value)).build();
    }

    public GenerateConfig withMaxTokens(int value) {
        return toBuilder().maxTokens(value).build();
    }

    public GenerateConfig withSeed(long value) {
        return toBuilder().seed(OptionalLong.of(value)).build();
    }

    public GenerateConfig withStop(List<String> value) {
        return toBuilder().stop(value).build();
    }

    public GenerateConfig withLogprobs(boolean value) {
        return toBuilder().logprobs(value).build();
    }

    /// A builder that starts from these settings.
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.temperature = temperature;
        builder.topP = topP;
        builder.topK = topK;
        builder.maxTokens = maxTokens;
        builder.seed = seed;
        builder.stop = stop;
        builder.logprobs = logprobs;
        builder.topLogprobs = topLogprobs;
        builder.frequencyPenalty = frequencyPenalty;
        builder.presencePenalty = presencePenalty;
        builder.reasoningEffort = reasoningEffort;
        builder.reasoningTokens = reasoningTokens;
        builder.responseSchema = responseSchema;
        return builder;
    }

    /// Collects settings. A new one leaves all to the model but the 256 tokens.
    public static final class Builder {

        private OptionalDouble temperature = OptionalDouble.empty();
        private OptionalDouble topP = OptionalDouble.empty();
        private OptionalInt topK = OptionalInt.empty();
        private int maxTokens = 256;
        private OptionalLong seed = OptionalLong.empty();
        private List<String> stop = List.of();
        private boolean logprobs;
        private int topLogprobs;
        private OptionalDouble frequencyPenalty = OptionalDouble.empty();
        private OptionalDouble presencePenalty = OptionalDouble.empty();
        private Optional<String> reasoningEffort = Optional.empty();
        private OptionalInt reasoningTokens = OptionalInt.empty();
        private Optional<ResponseSchema> responseSchema = Optional.empty();

        /// All left to the model, at most 256 tokens.
        public Builder() {}

        public Builder temperature(OptionalDouble value) {
            this.temperature = value;
            return this;
        }

        public Builder topP(OptionalDouble value) {
            this.topP = value;
            return this;
        }

        public Builder topK(OptionalInt value) {
            this.topK = value;
            return this;
        }

        public Builder maxTokens(int value) {
            this.maxTokens = value;
            return this;
        }

        public Builder seed(OptionalLong value) {
            this.seed = value;
            return this;
        }

        public Builder stop(List<String> value) {
            this.stop = value;
            return this;
        }

        public Builder logprobs(boolean value) {
            this.logprobs = value;
            return this;
        }

        /// Also turns log-probabilities on where `value` is over 0.
        public Builder topLogprobs(int value) {
            this.topLogprobs = value;
            this.logprobs |= value > 0;
            return this;
        }

        public Builder frequencyPenalty(OptionalDouble value) {
            this.frequencyPenalty = value;
            return this;
        }

        public Builder presencePenalty(OptionalDouble value) {
            this.presencePenalty = value;
            return this;
        }

        public Builder reasoningEffort(Optional<String> value) {
            this.reasoningEffort = value;
            return this;
        }

        public Builder reasoningTokens(OptionalInt value) {
            this.reasoningTokens = value;
            return this;
        }

        public Builder responseSchema(Optional<ResponseSchema> value) {
            this.responseSchema = value;
            return this;
        }

        /// The settings.
        ///
        /// @throws IllegalArgumentException if one lies out of its range
        public GenerateConfig build() {
            return new GenerateConfig(
                    temperature,
                    topP,
                    topK,
                    maxTokens,
                    seed,
                    stop,
                    logprobs,
                    topLogprobs,
                    frequencyPenalty,
                    presencePenalty,
                    reasoningEffort,
                    reasoningTokens,
                    responseSchema);
        }
    }
}
