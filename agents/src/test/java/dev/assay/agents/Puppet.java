package dev.assay.agents;

import dev.assay.core.model.Capability;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.ToolCall;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A model that calls tools as a script says, for tests. It answers `answers[n]` where the conversation holds
/// n answers already, and the last one for ever after.
public final class Puppet implements Model {

    private final Function<ModelRequest, ModelOutput> script;

    private Puppet(Function<ModelRequest, ModelOutput> script) {
        this.script = script;
    }

    public static Puppet of(Function<ModelRequest, ModelOutput> script) {
        return new Puppet(script);
    }

    public static Puppet saying(ModelOutput... answers) {
        return new Puppet(request -> {
            int answered = (int) request.messages().stream()
                    .filter(message -> message.role() == ChatMessage.Role.ASSISTANT)
                    .count();
            return answers[Math.min(answered, answers.length - 1)];
        });
    }

    public static ModelOutput text(String text) {
        return output(List.of(new Content.Text(text)), List.of(), StopReason.STOP);
    }

    /// An answer that calls tools: name, arguments, name, arguments...
    public static ModelOutput calls(String... namesAndArguments) {
        List<ToolCall> calls = java.util.stream.IntStream.range(0, namesAndArguments.length / 2)
                .mapToObj(i -> new ToolCall("call-" + i, namesAndArguments[2 * i], namesAndArguments[2 * i + 1]))
                .toList();
        return output(List.of(), calls, StopReason.TOOL_CALLS);
    }

    public static ModelOutput output(List<Content> parts, List<ToolCall> calls, StopReason reason) {
        return new ModelOutput(
                "puppet",
                ChatMessage.assistant(parts, calls),
                reason,
                new ModelUsage(10, 5),
                Duration.ZERO,
                List.of(),
                Optional.empty());
    }

    @Override
    public String name() {
        return "puppet";
    }

    @Override
    public String fingerprint() {
        return "puppet";
    }

    @Override
    public Set<Capability> capabilities() {
        Set<Capability> capabilities = EnumSet.copyOf(Capability.OF_PLAIN_MODELS);
        capabilities.add(Capability.TOOLS);
        return capabilities;
    }

    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        return generate(ModelRequest.of(messages, config));
    }

    @Override
    public ModelOutput generate(ModelRequest request) {
        request.requireSupportedBy(this);
        return script.apply(request);
    }
}
