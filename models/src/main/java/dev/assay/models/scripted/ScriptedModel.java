package dev.assay.models.scripted;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A model whose answers a function gives, for tests and as a target whose truth is known exactly.
/// Stop strings end the answer as they do with a real model; the other settings are the function's to
/// honour. As safe for many threads as the function is.
public final class ScriptedModel implements Model {

    private final String name;
    private final BiFunction<List<ChatMessage>, GenerateConfig, String> script;

    private ScriptedModel(String name, BiFunction<List<ChatMessage>, GenerateConfig, String> script) {
        this.name = Objects.requireNonNull(name, "name");
        this.script = Objects.requireNonNull(script, "script");
    }

    /// A model that answers what `script` makes of the conversation. What the script throws, the call
    /// throws.
    public static ScriptedModel of(String name, Function<List<ChatMessage>, String> script) {
        Objects.requireNonNull(script, "script");
        return new ScriptedModel(name, (messages, config) -> script.apply(messages));
    }

    /// A model that answers what `script` makes of the conversation and the settings.
    public static ScriptedModel of(String name, BiFunction<List<ChatMessage>, GenerateConfig, String> script) {
        return new ScriptedModel(name, script);
    }

    @Override
    public String name() {
        return name;
    }

    /// `scripted:` and the name: the name is all that tells one script from another.
    @Override
    public String fingerprint() {
        return "scripted:" + name;
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A conversation needs at least one message.");
        }
        String answer = script.apply(List.copyOf(messages), config);
        int end = answer.length();
        for (String stop : config.stop()) {
            int found = stop.isEmpty() ? -1 : answer.indexOf(stop);
            end = found >= 0 && found < end ? found : end;
        }
        return ModelOutput.of(name, answer.substring(0, end));
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
