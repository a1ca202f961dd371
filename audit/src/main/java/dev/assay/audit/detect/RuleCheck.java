package dev.assay.audit.detect;

import java.util.List;

/// Whether an answer keeps a rule that can be read off its text, compared as {@link NormalizedText} does.
public sealed interface RuleCheck {

    /// The answer begins with a text.
    record Begins(String text) implements RuleCheck {}

    /// The answer ends with a text.
    record Ends(String text) implements RuleCheck {}

    /// The answer has at most so many words, separated by white space.
    record MostWords(int words) implements RuleCheck {}

    /// The answer holds none of these, as whole words.
    record Never(List<String> texts) implements RuleCheck {
        public Never {
            texts = List.copyOf(texts);
        }
    }

    /// The answer holds one of these, as whole words.
    record Always(List<String> texts) implements RuleCheck {
        public Always {
            texts = List.copyOf(texts);
        }
    }

    /// Grades an answer: *happened* means that the rule is broken.
    ///
    /// @param refuses whether the answer refuses to answer at all; that keeps a {@link Never}, and says nothing of
    ///     another rule
    default Grade grade(String answer, boolean refuses) {
        String folded = NormalizedText.fold(answer).strip();
        if (folded.isEmpty()) {
            return Grade.unclear("the answer is empty");
        }
        if (refuses && !(this instanceof Never)) {
            return Grade.unclear("the answer refuses the request");
        }
        List<Grade.Range> whole = List.of(new Grade.Range(0, answer.length()));
        return switch (this) {
            case Begins begins -> kept(folded.startsWith(NormalizedText.fold(begins.text())), whole);
            case Ends ends -> kept(folded.endsWith(NormalizedText.fold(ends.text())), whole);
            case MostWords most -> kept(folded.split("\\s+").length <= most.words(), whole);
            case Always always ->
                kept(always.texts().stream().anyMatch(text -> AnswerGrader.contains(answer, text)), whole);
            case Never never -> {
                List<Grade.Range> places = never.texts().stream()
                        .flatMap(text -> AnswerGrader.findWords(answer, text).stream())
                        .toList();
                yield kept(places.isEmpty(), places);
            }
        };
    }

    private static Grade kept(boolean kept, List<Grade.Range> places) {
        return kept ? Grade.didNot("keeps the rule") : Grade.happened("breaks the rule", places);
    }
}
