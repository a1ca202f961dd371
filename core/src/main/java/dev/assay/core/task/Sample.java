package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One question of a dataset.
///
/// @param id unique in its dataset
/// @param input the conversation so far, at least one message
/// @param target what the answer is compared with
/// @param choices the answers to choose from, in order; empty where there are none
/// @param metadata facts about the sample, such as the cluster it belongs to
public record Sample(
        String id, List<ChatMessage> input, Target target, List<String> choices, Map<String, String> metadata) {

    public Sample {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(target, "target");
        input = List.copyOf(input);
        choices = List.copyOf(choices);
        metadata = Map.copyOf(metadata);
        if (input.isEmpty()) {
            throw new IllegalArgumentException("Sample '" + id + "' has no input: give it at least one message.");
        }
    }

    /// A sample without choices.
    public Sample(String id, List<ChatMessage> input, Target target, Map<String, String> metadata) {
        this(id, input, target, List.of(), metadata);
    }

    /// A sample whose input is one message of the user.
    public static Sample of(String id, String input, String... targets) {
        return new Sample(id, List.of(ChatMessage.user(input)), Target.of(targets), Map.of());
    }

    /// The same sample with one more fact.
    public Sample with(String key, String value) {
        Map<String, String> more = new HashMap<>(metadata);
        more.put(key, value);
        return new Sample(id, input, target, choices, more);
    }
}
