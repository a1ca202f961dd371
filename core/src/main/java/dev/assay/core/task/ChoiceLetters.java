package dev.assay.core.task;

import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The letters of choices: how they are shown, and how an answer names them.
final class ChoiceLetters {

    /// Letters that stand alone, on one line: `A`, `A, C`, `A & C`, `A and C`.
    private static final String LIST =
            "(?>[A-Za-z](?![A-Za-z0-9_'])(?:[ \\t,&]+(?:and[ \\t]+)?[A-Za-z](?![A-Za-z0-9_']))*+)";
    /// Letters without anything between them: `AC`.
    private static final String RUN = "[A-Za-z]++(?![0-9_'])";
    /// A line of its own, as asked for; bold type and a full stop do not hurt.
    private static final Pattern LINE = Pattern.compile(
            "^[ \\t*_]*ANSWER[\\s*_]*:[\\s*_]*\\$?(" + LIST + "|" + "[A-Za-z]++" + ")[\\s*_.]*$",
            Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);
    /// Within a line: several that stand alone count if no word follows them, else the first alone.
    private static final Pattern WITHIN = Pattern.compile(
            "ANSWER\\s*:\\s*(" + LIST + "(?![ \\t]*[A-Za-z0-9_'])|" + RUN + ")", Pattern.CASE_INSENSITIVE);

    private static final int LONGEST = 20_000;

    private ChoiceLetters() {}

    static String letter(int index) {
        return String.valueOf((char) ('A' + index));
    }

    /// `A) first`, a line each.
    static String list(List<String> choices) {
        return IntStream.range(0, choices.size())
                .mapToObj(i -> letter(i) + ") " + choices.get(i))
                .collect(Collectors.joining("\n"));
    }

    /// `A,B,C` for three.
    static String names(int count) {
        return IntStream.range(0, count).mapToObj(ChoiceLetters::letter).collect(Collectors.joining(","));
    }

    /// The letters that a text of a target names.
    ///
    /// @throws IllegalArgumentException if it names others, or none
    static SortedSet<Character> ofTarget(Sample sample, Target target) {
        SortedSet<Character> letters = new TreeSet<>();
        for (String text : target.texts()) {
            for (char c : text.toCharArray()) {
                if (c == ',' || Character.isWhitespace(c)) {
                    continue;
                }
                if (c < 'A' || c >= 'A' + sample.choices().size()) {
                    throw new IllegalArgumentException("The target '" + text + "' of sample '" + sample.id()
                            + "' is no letter of one of its " + sample.choices().size()
                            + " choices: give A for the first.");
                }
                letters.add(c);
            }
        }
        return letters;
    }

    /// The letters of the last answer in the form that was asked for; empty if there is none, or it
    /// names what is no choice. Nothing is guessed from other words.
    static Optional<SortedSet<Character>> ofAnswer(String completion, int choices) {
        String text = completion.length() > LONGEST ? completion.substring(completion.length() - LONGEST) : completion;
        Optional<String> found = last(LINE, text).or(() -> last(WITHIN, text));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        SortedSet<Character> letters = new TreeSet<>();
        String named = found.get().replaceAll("(?i)(?<![A-Za-z])and(?![A-Za-z])", " ");
        for (char c : named.toCharArray()) {
            char letter = Character.toUpperCase(c);
            if (letter >= 'A' && letter <= 'Z') {
                if (letter >= 'A' + choices) {
                    return Optional.empty();
                }
                letters.add(letter);
            }
        }
        return letters.isEmpty() ? Optional.empty() : Optional.of(letters);
    }

    private static Optional<String> last(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        Optional<String> last = Optional.empty();
        while (matcher.find()) {
            last = Optional.of(matcher.group(1));
        }
        return last;
    }

    static String words(SortedSet<Character> letters) {
        return letters.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
