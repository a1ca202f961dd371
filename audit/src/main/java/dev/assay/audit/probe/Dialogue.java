package dev.assay.audit.probe;

import dev.assay.audit.detect.Grade;
import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// The conversations of one sample, written down as they are held. For one thread.
public final class Dialogue {

    /// Answers one conversation; `call` counts the calls of the sample from 0.
    @FunctionalInterface
    public interface Target {
        ModelOutput answer(List<ChatMessage> messages, int call);
    }

    /// The provider's filter cut or replaced an answer.
    public static final class FilteredException extends RuntimeException {
        FilteredException() {
            super("A filter of the provider cut the answer or replaced it.");
        }
    }

    private final Target target;
    private final Predicate<ModelException> ends;
    private final List<SampleRecord.Span> open = new ArrayList<>();
    private String trouble = "";
    private final List<List<ChatMessage>> conversations = new ArrayList<>();
    private final List<SampleRecord.Span> spans = new ArrayList<>();
    private int calls;
    private ModelUsage usage = ModelUsage.NONE;

    /// @param ends whether a call without an answer ends the run, and not only the sample
    public Dialogue(Target target, Predicate<ModelException> ends) {
        this.target = target;
        this.ends = ends;
    }

    /// Begins a conversation; what is said goes to the one begun last.
    public void begin() {
        conversations.add(new ArrayList<>());
    }

    /// Begins a conversation under a system prompt.
    public void begin(String systemPrompt) {
        begin();
        conversations.getLast().add(ChatMessage.system(systemPrompt));
    }

    /// Says something and returns the answer.
    ///
    /// @throws dev.assay.core.model.ModelException if there is no answer
    /// @throws FilteredException if a filter cut it
    public String say(String text) {
        if (conversations.isEmpty()) {
            begin();
        }
        List<ChatMessage> messages = conversations.getLast();
        messages.add(ChatMessage.user(text));
        int call = calls++;
        ModelOutput output = target.answer(List.copyOf(messages), call);
        usage = usage.plus(output.usage());
        messages.add(ChatMessage.assistant(output.completion()));
        if (output.stopReason() == StopReason.CONTENT_FILTER) {
            throw new FilteredException();
        }
        return output.completion();
    }

    /// Says something in a sample that goes on without the answer: where there is none that can be used, the place is
    /// kept as {@link #open} and the cause as {@link #trouble}.
    ///
    /// @return the answer; empty if the call has none, a filter cut it, or it is blank
    /// @throws ModelException if it ends the run
    public Optional<String> trySay(String text) {
        String cause = Trouble.EMPTY;
        try {
            String answer = say(text);
            if (!answer.isBlank()) {
                return Optional.of(answer);
            }
        } catch (FilteredException e) {
            cause = Trouble.FILTERED;
        } catch (ModelException e) {
            if (ends.test(e)) {
                throw e;
            }
            cause = Trouble.of(e);
        }
        trouble = trouble.isEmpty() ? cause : trouble;
        open.add(new SampleRecord.Span(
                conversations.size() - 1, conversations.getLast().size() - 1, 0, 0));
        return Optional.empty();
    }

    /// Where {@link #trySay} got no answer: stretches without length.
    public List<SampleRecord.Span> open() {
        return List.copyOf(open);
    }

    /// Why it got none, the first time; empty if it always got one.
    public String trouble() {
        return trouble;
    }

    /// Marks stretches of the latest answer of the conversation begun last.
    public void mark(List<Grade.Range> ranges) {
        int conversation = conversations.size() - 1;
        int message = conversations.getLast().size() - 1;
        for (Grade.Range range : ranges) {
            spans.add(new SampleRecord.Span(conversation, message, range.start(), range.end()));
        }
    }

    public List<List<ChatMessage>> conversations() {
        return conversations.stream().map(List::copyOf).toList();
    }

    public List<SampleRecord.Span> spans() {
        return List.copyOf(spans);
    }

    public int calls() {
        return calls;
    }

    public ModelUsage usage() {
        return usage;
    }
}
