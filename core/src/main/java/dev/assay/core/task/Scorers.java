package dev.assay.core.task;

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
    /// @throws java.util.regex.PatternSyntaxException if `regex` is none
    public static Scorer pattern(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return named("pattern", (state, target) -> {
            Matcher matcher = pattern.matcher(state.completion());
            if (!matcher.find()) {
                return new Score(0, "", "The pattern does not match.");
            }
            String found = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
            String answer = found == null ? "" : found.strip();
            return Score.of(
                    target.texts().stream().anyMatch(text -> text.strip().equalsIgnoreCase(answer)), answer);
        });
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
            public String name() {
                return name;
            }
        };
    }
}
