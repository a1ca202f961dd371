package dev.assay.engine;

import dev.assay.engine.tokenizer.Tokenizer;
import java.util.List;

/// The text of tokens that come one by one: tells what is settled, holds back what may still become a
/// character or a stop string.
final class GrowingText {

    private static final char BROKEN = '\uFFFD';

    private final Tokenizer tokenizer;
    private final List<String> stop;
    private final StringBuilder text = new StringBuilder();
    private int from; // tokens from here on are decoded together with new ones
    private int read; // tokens up to here have given their text
    private int told;
    private int stopAt = -1;

    GrowingText(Tokenizer tokenizer, List<String> stop) {
        this.tokenizer = tokenizer;
        this.stop = stop;
    }

    /// Takes all tokens so far, of which the last is new.
    void grow(List<Integer> tokens) {
        var before = tokenizer.decode(List.copyOf(tokens.subList(from, read)));
        var after = tokenizer.decode(List.copyOf(tokens.subList(from, tokens.size())));
        if (after.length() > before.length() && after.charAt(after.length() - 1) != BROKEN) {
            append(after.substring(before.length()));
            from = read;
            read = tokens.size();
        }
    }

    private void append(String more) {
        var searchFrom = Math.max(0, text.length() - longestStop() + 1);
        text.append(more);
        for (var string : stop) {
            var at = text.indexOf(string, searchFrom);
            if (at >= 0 && (stopAt < 0 || at < stopAt)) {
                stopAt = at;
            }
        }
    }

    private int longestStop() {
        return stop.stream().mapToInt(String::length).max().orElse(0);
    }

    /// Whether a stop string has come.
    boolean stopped() {
        return stopAt >= 0;
    }

    /// What is settled and was not told before; may be empty.
    String tell() {
        var end = stopAt >= 0 ? stopAt : text.length() - heldBack();
        if (end <= told) {
            return "";
        }
        var piece = text.substring(told, end);
        told = end;
        return piece;
    }

    /// How many characters at the end may be the beginning of a stop string.
    private int heldBack() {
        for (var length = Math.min(longestStop() - 1, text.length()); length > 0; length--) {
            var end = text.substring(text.length() - length);
            if (stop.stream().anyMatch(string -> string.startsWith(end))) {
                return length;
            }
        }
        return 0;
    }

    /// The whole text, once no token follows: up to the stop string, if one came.
    String whole(List<Integer> tokens) {
        var whole = tokenizer.decode(List.copyOf(tokens));
        if (!whole.startsWith(text.substring(0, told))) {
            whole = text.toString(); // a decoder that sees more than its neighbours: what was told stands
        }
        var first = stop.stream().mapToInt(whole::indexOf).filter(at -> at >= 0).min();
        return whole.substring(0, first.orElse(whole.length()));
    }

    /// The rest of the whole text that was not told.
    String rest(String whole) {
        var piece = whole.substring(Math.min(told, whole.length()));
        told = whole.length();
        return piece;
    }
}
