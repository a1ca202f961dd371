package dev.assay.core.model;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// All that one call says to a model: two equal requests ask for the same answer.
///
/// @param messages the conversation, at least one message
/// @param tools what the model may call; may be empty
/// @param toolChoice whether it must
/// @param config how the answer is generated
public record ModelRequest(
        List<ChatMessage> messages, List<ToolInfo> tools, ToolChoice toolChoice, GenerateConfig config) {

    public ModelRequest {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        Objects.requireNonNull(toolChoice, "toolChoice");
        Objects.requireNonNull(config, "config");
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A conversation needs at least one message.");
        }
    }

    /// A request without tools.
    public static ModelRequest of(List<ChatMessage> messages, GenerateConfig config) {
        return new ModelRequest(messages, List.of(), ToolChoice.AUTO, config);
    }

    /// What a model must be able to do to answer this request.
    public Set<Capability> needs() {
        Set<Capability> needs = config.needs();
        if (!tools.isEmpty()) {
            needs.add(Capability.TOOLS);
        }
        for (ChatMessage message : messages) {
            if (message.role() == ChatMessage.Role.SYSTEM) {
                needs.add(Capability.SYSTEM_MESSAGES);
            }
            if (message.role() == ChatMessage.Role.TOOL || !message.toolCalls().isEmpty()) {
                needs.add(Capability.TOOLS);
            }
            for (Content part : message.parts()) {
                if (part instanceof Content.Image) {
                    needs.add(Capability.IMAGES);
                }
            }
        }
        return needs;
    }

    /// Refuses what `model` cannot do.
    ///
    /// @throws ModelException `UNSUPPORTED`, naming all that it lacks
    public void requireSupportedBy(Model model) {
        Set<Capability> lacking = needs();
        lacking.removeAll(model.capabilities());
        if (!lacking.isEmpty()) {
            throw unsupported(model.name(), EnumSet.copyOf(lacking));
        }
    }

    private static ModelException unsupported(String model, Set<Capability> lacking) {
        String words = lacking.stream()
                .map(Capability::words)
                .reduce((a, b) -> a + " and " + b)
                .orElseThrow();
        return new ModelException(
                ModelException.Kind.UNSUPPORTED,
                "model '" + model + "' does not take " + words + ": leave that out, or ask a model that does.");
    }
}
