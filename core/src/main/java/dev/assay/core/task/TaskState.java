package dev.assay.core.task;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// How far a sample has come. A solver makes a new state of the one it is given.
///
/// @param sample what is asked
/// @param messages the conversation so far, the model's answers included
/// @param output the model's last answer, if it was asked
/// @param usage tokens of all answers so far
public record TaskState(Sample sample, List<ChatMessage> messages, Optional<ModelOutput> output, ModelUsage usage) {

    public TaskState {
        Objects.requireNonNull(sample, "sample");
        Objects.requireNonNull(output, "output");
        Objects.requireNonNull(usage, "usage");
        messages = List.copyOf(messages);
    }

    /// The state in which a sample starts.
    public static TaskState start(Sample sample) {
        return new TaskState(sample, sample.input(), Optional.empty(), ModelUsage.NONE);
    }

    /// The text of the last answer; empty if there is none.
    public String completion() {
        return output.map(ModelOutput::completion).orElse("");
    }

    /// The same state with another conversation.
    public TaskState withMessages(List<ChatMessage> value) {
        return new TaskState(sample, value, output, usage);
    }

    /// The same state with one more message at the end.
    public TaskState plus(ChatMessage message) {
        List<ChatMessage> more = new ArrayList<>(messages);
        more.add(message);
        return withMessages(more);
    }

    /// The same state after the model answered.
    public TaskState plus(ModelOutput answer) {
        TaskState longer = plus(answer.message());
        return new TaskState(sample, longer.messages, Optional.of(answer), usage.plus(answer.usage()));
    }
}
