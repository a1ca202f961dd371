package dev.assay.core.journal;

import dev.assay.core.claim.Outcome;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelUsage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// One finished sample of a run, as the journal keeps it.
///
/// @param key unique in the run and the same in every run of the same plan, such as `card-number/draw/17`
/// @param claim id of the claim that the sample belongs to
/// @param stage part of the claim's procedure: `draw`, `control`, `screen`, `confirm`, `estimate`
/// @param index position within claim and stage, from 0, in plan order
/// @param outcome what the sample came to
/// @param reason why it is excluded or errored, or how it was graded; may be empty
/// @param conversations what was said, each with the model's answers in place; a pair has two, an episode one
/// @param spans where the behaviour shows in an answer, empty where it does not; in an errored sample that
///     went on without an answer the places where one is missing, each without length
/// @param calls model calls spent, at least 0
/// @param usage tokens spent
/// @param finished when the sample was graded
public record SampleRecord(
        String key,
        String claim,
        String stage,
        int index,
        Outcome outcome,
        String reason,
        List<List<ChatMessage>> conversations,
        List<Span> spans,
        int calls,
        ModelUsage usage,
        Instant finished) {

    public SampleRecord {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(outcome, "outcome");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(usage, "usage");
        Objects.requireNonNull(finished, "finished");
        conversations = conversations.stream().map(List::copyOf).toList();
        spans = List.copyOf(spans);
        if (index < 0 || calls < 0) {
            throw new IllegalArgumentException("index and calls must not be negative: " + index + ", " + calls);
        }
    }

    /// A stretch of text in which the behaviour shows.
    ///
    /// @param conversation index into `conversations`
    /// @param message index of the message in that conversation
    /// @param start first UTF-16 unit
    /// @param end one past the last UTF-16 unit, at least `start`
    public record Span(int conversation, int message, int start, int end) {}
}
