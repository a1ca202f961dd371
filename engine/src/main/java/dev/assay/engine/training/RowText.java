package dev.assay.engine.training;

import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/// What a training run would see, in words: which tokens cost something, where a chat begins, and whether
/// the end of an answer is ever learned. A mask that is wrong looks like any other loss curve; here it
/// can be read.
public final class RowText {

    private final IntFunction<String> piece;
    private final Set<Integer> ends;

    /// @param piece the text of a token
    /// @param ends tokens that end an answer
    public RowText(IntFunction<String> piece, Set<Integer> ends) {
        this.piece = piece;
        this.ends = Set.copyOf(ends);
    }

    /// The next rows of the source, each chat with its weights, and a summary with a warning if no end of
    /// an answer is supervised.
    ///
    /// @param count rows to show, at least 1
    public String of(RowSource rows, int count) {
        var text = new StringBuilder();
        var supervised = 0;
        var tokens = 0;
        var endsSeen = 0;
        var endsLearned = 0;
        for (var number = 1; number <= count; number++) {
            var row = rows.next();
            text.append("row %d: %d tokens%n".formatted(number, row.length()));
            chats(row, text);
            for (var i = 0; i < row.length(); i++) {
                var real = row.segments()[i] != TrainingRow.FILLING;
                var learned = row.targetWeight(i) > 0;
                tokens += real ? 1 : 0;
                supervised += learned ? 1 : 0;
                if (real && ends.contains(row.tokens()[i])) {
                    endsSeen++;
                    endsLearned += learned ? 1 : 0;
                }
            }
        }
        text.append("supervised: %,d of %,d tokens%n".formatted(supervised, tokens));
        text.append("ends of a turn: %,d, of which %,d are supervised%n".formatted(endsSeen, endsLearned));
        if (endsLearned == 0) {
            text.append("warning: no end is supervised: a model trained on such rows does not learn to stop")
                    .append(System.lineSeparator());
        }
        return text.toString();
    }

    private void chats(TrainingRow row, StringBuilder text) {
        var chat = 0;
        var at = 0;
        while (at < row.length()) {
            var segment = row.segments()[at];
            var end = at;
            while (end < row.length() && row.segments()[end] == segment) {
                end++;
            }
            if (segment == TrainingRow.FILLING) {
                text.append("  filling: %d tokens%n".formatted(end - at));
            } else {
                text.append("  chat %d: %d tokens%n".formatted(++chat, end - at));
                stretches(row, at, end, text);
            }
            at = end;
        }
    }

    /// Tokens of equal weight, a line each.
    private void stretches(TrainingRow row, int from, int to, StringBuilder text) {
        var at = from;
        while (at < to) {
            var weight = row.targetWeight(at);
            var line = new StringBuilder();
            while (at < to && row.targetWeight(at) == weight) {
                line.append(piece.apply(row.tokens()[at++]).replace("\n", "\\n"));
            }
            text.append(String.format(Locale.ROOT, "    %5s | %s%n", weight == 0 ? "-" : number(weight), line));
        }
    }

    private static String number(float weight) {
        return weight == Math.rint(weight) ? Integer.toString((int) weight) : Float.toString(weight);
    }
}
