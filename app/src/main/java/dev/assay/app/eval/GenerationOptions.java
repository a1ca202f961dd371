package dev.assay.app.eval;

import dev.assay.app.eval.EvalDefinition.Setting;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Options of generation and limits of a sample.
final class GenerationOptions {

    @Option(
            names = "--temperature",
            paramLabel = "T",
            description = "0 to 2, or 'default' for the model's own (default: 0, greedy).")
    private @Nullable String temperature;

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of an answer (default: 256).")
    private @Nullable String maxTokens;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of sampling, where the model takes one.")
    private @Nullable String seed;

    @Option(names = "--top-p", paramLabel = "P", description = "Nucleus, over 0 to 1.")
    private @Nullable String topP;

    @Option(names = "--top-k", paramLabel = "K", description = "Only the K likeliest tokens.")
    private @Nullable String topK;

    @Option(
            names = "--stop",
            paramLabel = "TEXT",
            description = "Text that ends an answer; may be given several times.")
    private @Nullable List<String> stop;

    @Option(names = "--frequency-penalty", paramLabel = "X", description = "-2 to 2.")
    private @Nullable String frequencyPenalty;

    @Option(names = "--presence-penalty", paramLabel = "X", description = "-2 to 2.")
    private @Nullable String presencePenalty;

    @Option(names = "--reasoning-effort", paramLabel = "WORD", description = "Such as low, medium or high.")
    private @Nullable String reasoningEffort;

    @Option(names = "--reasoning-tokens", paramLabel = "N", description = "Most tokens of thought.")
    private @Nullable String reasoningTokens;

    @Option(names = "--logprobs", description = "Also keep the log-probabilities of the tokens.")
    private boolean logprobs;

    @Option(names = "--top-logprobs", paramLabel = "N", description = "And of the N likeliest at each place, 1 to 20.")
    private @Nullable String topLogprobs;

    @Option(
            names = "--message-limit",
            paramLabel = "N",
            description = "Ask no more once a sample has so many messages; it is scored as far as it came.")
    private @Nullable String messageLimit;

    @Option(names = "--token-limit", paramLabel = "N", description = "The same for the tokens of a sample.")
    private @Nullable String tokenLimit;

    @Option(names = "--time-limit", paramLabel = "T", description = "The same for its wall time, such as 90s.")
    private @Nullable String timeLimit;

    @Option(
            names = "--working-limit",
            paramLabel = "T",
            description = "The same for its time without waits for retries and connections.")
    private @Nullable String workingLimit;

    List<Setting> generation() {
        List<Setting> settings = new ArrayList<>();
        add(settings, "temperature", temperature);
        add(settings, "max-tokens", maxTokens);
        add(settings, "seed", seed);
        add(settings, "top-p", topP);
        add(settings, "top-k", topK);
        add(settings, "stop", stop == null ? null : String.join("\u0000", stop));
        add(settings, "frequency-penalty", frequencyPenalty);
        add(settings, "presence-penalty", presencePenalty);
        add(settings, "reasoning-effort", reasoningEffort);
        add(settings, "reasoning-tokens", reasoningTokens);
        add(settings, "logprobs", logprobs ? "true" : null);
        add(settings, "top-logprobs", topLogprobs);
        return settings;
    }

    List<Setting> limits() {
        List<Setting> settings = new ArrayList<>();
        add(settings, "message-limit", messageLimit);
        add(settings, "token-limit", tokenLimit);
        add(settings, "time-limit", timeLimit);
        add(settings, "working-limit", workingLimit);
        return settings;
    }

    private static void add(List<Setting> settings, String name, @Nullable String value) {
        if (value != null) {
            settings.add(new Setting(name, value));
        }
    }
}
