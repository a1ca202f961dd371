package dev.assay.core.task;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The scorers that need no judge. A sample without a target text is excluded, never right by default.
public final class Scorers {

    private Scorers() {}

    /// Right if the completion contains one of the target texts, upper and lower case alike.
    public static Scorer includes() {
        return named("includes", (state, target) -> {
            String completion = state.completion().toLowerCase(Locale.ROOT);
            return Score.of(
                    target.texts().stream().anyMatch(text -> completion.contains(text.toLowerCase(Locale.ROOT))),
                    state.completion());
        });
    }

    /// Right if the completion, without white space around it, is one of the target texts.
    public static Scorer exact() {
        return named("exact", (state, target) -> {
            String completion = state.completion().strip();
            return Score.of(
                    target.texts().stream().anyMatch(text -> text.strip().equals(completion)), completion);
        });
    }

    /// Right if the first group of the first match of `regex` (the whole match if it has none) is one of
    /// the target texts, upper and lower case alike; wrong if nothing matches.
    ///
    /// A match that takes longer than 10 s ends the sample with an error.
    ///
    /// @throws java.util.regex.PatternSyntaxException if `regex` is none
    public static Scorer pattern(String regex) {
        return pattern(regex, Duration.ofSeconds(10));
    }

    static Scorer pattern(String regex, Duration most) {
        Pattern pattern = Pattern.compile(regex);
        return named("pattern", (state, target) -> {
            Matcher matcher = pattern.matcher(new TimedText(state.completion(), most));
            if (!matcher.find()) {
                return new Score(0, "", "The pattern does not match.");
            }
            String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            String answer = found == null ? "" : found.strip();
            return Score.of(
                    target.texts().stream().anyMatch(text -> text.strip().equalsIgnoreCase(answer)), answer);
        });
    }

    /// For {@link Solvers#multipleChoice}: right if the letters of the last `ANSWER: ...` are those of
    /// the target, no more and no fewer; wrong if there is no such answer, or it names what is no choice.
    public static Scorer choice() {
        return named("choice", (state, target) -> {
            var right = ChoiceLetters.ofTarget(state.sample(), target);
            var given = ChoiceLetters.ofAnswer(
                    state.completion(), state.sample().choices().size());
            return given.map(letters -> Score.of(letters.equals(right), ChoiceLetters.words(letters)))
                    .orElseGet(() -> new Score(0, "", "The answer names no choice in the form 'ANSWER: LETTER'."));
        });
    }

    /// {@link #numeric(double, double)} without tolerance.
    public static Scorer numeric() {
        return numeric(0, 0);
    }

    /// Right if the last number of the answer, after the last `ANSWER:` where there is one, is that of a
    /// target text, whatever units stand beside them: `1,234.50`, `-3e5`, `3/4` and `12 %` (0.12) are
    /// numbers. A target without a number is excluded.
    ///
    /// @param relative allowed difference as a share of the target, at least 0
    /// @param absolute allowed difference, at least 0; the greater of the two holds
    public static Scorer numeric(double relative, double absolute) {
        if (!(relative >= 0 && relative < Double.POSITIVE_INFINITY)
                || !(absolute >= 0 && absolute < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "A tolerance must be at least 0, but they are " + relative + " and " + absolute);
        }
        return named("numeric", (state, target) -> {
            String completion = state.completion();
            int said = completion.toUpperCase(Locale.ROOT).lastIndexOf("ANSWER:");
            var number = Numbers.last(said < 0 ? completion : completion.substring(said));
            var wanted = target.texts().stream()
                    .flatMap(text -> Numbers.last(text).stream())
                    .toList();
            if (wanted.isEmpty()) {
                return Score.unscored("The target is no number.");
            }
            return number.map(value -> Score.of(
                            wanted.stream().anyMatch(each -> Numbers.near(value, each, relative, absolute)),
                            value.toString()))
                    .orElseGet(() -> new Score(0, "", "The answer has no number."));
        });
    }

    /// The greatest F1 of the answer's words and those of a target text, in [0, 1], after SQuAD's
    /// normalisation (lower case, without punctuation and articles).
    public static Scorer f1() {
        return named(
                "f1",
                (state, target) -> new Score(
                        target.texts().stream()
                                .mapToDouble(text -> TokenOverlap.f1(state.completion(), text))
                                .max()
                                .orElse(0),
                        state.completion(),
                        ""));
    }

    private static Scorer named(String name, Scorer scorer) {
        return new Scorer() {
            @Override
            public Score score(TaskState state, Target target) {
                return target.texts().isEmpty()
                        ? Score.unscored("The sample has no target.")
                        : scorer.score(state, target);
            }

            @Override
            public boolean needsTarget() {
                return true;
            }

            @Override
            public String name() {
                return name;
            }
        };
    }
}
