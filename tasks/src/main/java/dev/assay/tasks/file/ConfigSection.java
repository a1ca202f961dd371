package dev.assay.tasks.file;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.task.SampleLimits;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/// The parts of a task file that say how answers are generated, and when a sample is ended.
final class ConfigSection {

    private static final Set<String> CONFIG = Set.of(
            "temperature",
            "top_p",
            "top_k",
            "max_tokens",
            "seed",
            "stop",
            "logprobs",
            "top_logprobs",
            "frequency_penalty",
            "presence_penalty",
            "reasoning_effort",
            "reasoning_tokens");
    private static final Set<String> LIMITS = Set.of("messages", "tokens", "time", "working");

    private ConfigSection() {}

    /// Settings over the defaults; `temperature: model` leaves it to the model.
    static GenerateConfig read(YamlFile file, YamlNode node) {
        Fields fields = new Fields(file, node, "the generation's settings", CONFIG);
        GenerateConfig.Builder config = GenerateConfig.DEFAULT.toBuilder();
        if (fields.optional("temperature").filter("model"::equals).isPresent()) {
            config.temperature(OptionalDouble.empty());
        } else {
            fields.real("temperature", 0, 2).ifPresent(value -> config.temperature(OptionalDouble.of(value)));
        }
        fields.real("top_p", 0, 1).ifPresent(value -> config.topP(OptionalDouble.of(value)));
        fields.whole("top_k", 1, 1_000_000).ifPresent(value -> config.topK(OptionalInt.of((int) value)));
        fields.whole("max_tokens", 1, 10_000_000).ifPresent(value -> config.maxTokens((int) value));
        fields.whole("seed", Long.MIN_VALUE, Long.MAX_VALUE)
                .ifPresent(value -> config.seed(java.util.OptionalLong.of(value)));
        if (fields.has("stop")) {
            config.stop(fields.texts("stop"));
        }
        config.logprobs(fields.flag("logprobs"));
        fields.whole("top_logprobs", 0, 20).ifPresent(value -> config.topLogprobs((int) value));
        fields.real("frequency_penalty", -2, 2).ifPresent(value -> config.frequencyPenalty(OptionalDouble.of(value)));
        fields.real("presence_penalty", -2, 2).ifPresent(value -> config.presencePenalty(OptionalDouble.of(value)));
        fields.optional("reasoning_effort").ifPresent(value -> config.reasoningEffort(java.util.Optional.of(value)));
        fields.whole("reasoning_tokens", 1, 10_000_000)
                .ifPresent(value -> config.reasoningTokens(OptionalInt.of((int) value)));
        return file.at(fields.line(), config::build);
    }

    static SampleLimits limits(YamlFile file, YamlNode node) {
        Fields fields = new Fields(file, node, "the limits", LIMITS);
        SampleLimits limits = SampleLimits.NONE;
        var messages = fields.whole("messages", 1, 1_000_000);
        if (messages.isPresent()) {
            limits = limits.withMessages((int) messages.getAsLong());
        }
        var tokens = fields.whole("tokens", 1, Long.MAX_VALUE);
        if (tokens.isPresent()) {
            limits = limits.withTokens(tokens.getAsLong());
        }
        if (fields.has("time")) {
            limits = limits.withTime(Sizes.duration(file, fields, "time"));
        }
        if (fields.has("working")) {
            limits = limits.withWorking(Sizes.duration(file, fields, "working"));
        }
        return limits;
    }
}
