package dev.assay.models.openai;

import dev.assay.core.model.Capability;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// What OpenAI's models can do, by their names. Its reasoning models (o1, o3, o4, gpt-5 and later, but not
/// the `-chat` ones) take no temperature, top_p, penalties, stop strings or log-probabilities and want
/// `max_completion_tokens`; all others take no reasoning settings (OpenAI's guide "Reasoning models").
public final class OpenAiFamily {

    private static final Pattern REASONING = Pattern.compile("(o[1-9]|gpt-[5-9]|gpt-[1-9][0-9]|codex)(?![0-9a-z]).*");
    private static final Set<Capability> OF_SAMPLING = Set.of(
            Capability.TEMPERATURE,
            Capability.TOP_P,
            Capability.FREQUENCY_PENALTY,
            Capability.PRESENCE_PENALTY,
            Capability.STOP,
            Capability.LOGPROBS,
            Capability.TOP_LOGPROBS);

    private OpenAiFamily() {}

    /// Whether `model`, with or without a gateway's prefix such as `openai/`, thinks before it answers.
    public static boolean isReasoning(String model) {
        String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        return REASONING.matcher(name).matches() && !name.contains("-chat");
    }

    /// Everything that chat completions have a place for: what a server that follows OpenAI may be asked.
    static Set<Capability> ofCompatibleServers() {
        Set<Capability> all = EnumSet.allOf(Capability.class);
        all.remove(Capability.TOP_K);
        all.remove(Capability.BATCH);
        return all;
    }

    /// What a model of OpenAI can do through chat completions.
    public static Set<Capability> ofChat(String model) {
        Set<Capability> able = ofCompatibleServers();
        if (isReasoning(model)) {
            able.removeAll(OF_SAMPLING);
        } else {
            able.remove(Capability.REASONING);
        }
        return able;
    }
}
