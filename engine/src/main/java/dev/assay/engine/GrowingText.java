package dev.assay.engine;

import dev.assay.engine.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The text of tokens that come one by one: tells what is settled, holds back what may still become a
/// character or a stop string. It is decoded after the end of its prompt, because decoders strip the space
/// at the beginning of a text: prompt and answer together are the text that the model sees.
final class GrowingText {

    private static final char BROKEN = '\uFFFD';

    /// How many tokens of the prompt are decoded with the answer: some may be special, which are no text.
    private static final int CONTEXT = 8;

    private final Tokenizer tokenizer;
    private final List<Integer> context;
    private final List<String> stop;
    private final StringBuilder text = new StringBuilder();
    private int from; // tokens from here on are decoded together with new ones; negative in the prompt
    private int read; // tokens up to here have given their text
    private int told;
    private int stopAt = -1;

    GrowingText(Tokenizer tokenizer, int[] prompt, List<String> stop) {
        this.tokenizer = tokenizer;
        this.stop = stop;
        var end = Arrays.stream(prompt)
                .skip(Math.max(0, prompt.length - CONTEXT))
                .boxed()
                .toList();
        var text = tokenizer.decode(end);
        // a character that the prompt leaves unfinished is the answer's
        context = !text.isEmpty() && text.charAt(text.length() - 1) == BROKEN ? List.of() : end;
        from = -context.size();
    }

    /// Takes all tokens so far, of which the last is new.
    void grow(List<Integer> tokens) {
        var before = decode(tokens, from, read);
        var after = decode(tokens, from, tokens.size());
        if (after.length() > before.length() && after.charAt(after.length() - 1) != BROKEN) {
            append(after.substring(before.length()));
            from = read;
            read = tokens.size();
        }
    }

    private String decode(List<Integer> tokens, int start, int end) {
        if (start >= 0) {
            return tokenizer.decode(List.copyOf(tokens.subList(start, end)));
        }
        var all = new ArrayList<>(context.subList(context.size() + start, context.size()));
        all.addAll(tokens.subList(0, end));
        return tokenizer.decode(all);
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
        var before = decode(tokens, -context.size(), 0);
        var whole = decode(tokens, -context.size(), tokens.size());
        whole = whole.startsWith(before) ? whole.substring(before.length()) : decode(tokens, 0, tokens.size());
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
