package dev.assay.audit.detect;

import dev.assay.core.journal.SampleRecord;
import dev.assay.core.model.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/// Hides secrets in what a reader sees. Every character that is hidden becomes one `*`, so that offsets
/// stay true.
public final class Mask {

    private Mask() {}

    /// All but the last two digits of every run of at least seven digits (with single separators).
    public static String digits(String text) {
        char[] shown = text.toCharArray();
        int i = 0;
        while (i < shown.length) {
            if (!Character.isDigit(shown[i])) {
                i++;
                continue;
            }
            List<Integer> places = new ArrayList<>();
            int end = i;
            while (end < shown.length && (Character.isDigit(shown[end]) || joins(shown, end))) {
                if (Character.isDigit(shown[end])) {
                    places.add(end);
                }
                end++;
            }
            for (int k = 0; places.size() >= 7 && k < places.size() - 2; k++) {
                shown[places.get(k)] = '*';
            }
            i = end;
        }
        return new String(shown);
    }

    private static boolean joins(char[] text, int at) {
        boolean separator = !Character.isLetterOrDigit(text[at]) && text[at] != '\n' && text[at] != ',';
        return separator && at > 0 && at + 1 < text.length && Character.isDigit(text[at + 1]);
    }

    /// Every occurrence of a secret that {@link SecretFinder} sees, but its first character.
    public static String secret(String text, String secret) {
        char[] shown = text.toCharArray();
        for (Grade.Range range : SecretFinder.grade(text, secret).spans()) {
            for (int i = range.start() + 1; i < range.end(); i++) {
                shown[i] = Character.isWhitespace(shown[i]) ? shown[i] : '*';
            }
        }
        return new String(shown);
    }

    /// A sample with every message rewritten.
    ///
    /// @param rewrite takes the message and its conversation and gives text of the same length
    public static SampleRecord messages(
            SampleRecord sample, BiFunction<ChatMessage, List<ChatMessage>, String> rewrite) {
        List<List<ChatMessage>> conversations = sample.conversations().stream()
                .map(conversation -> conversation.stream()
                        .map(message -> new ChatMessage(message.role(), rewrite.apply(message, conversation)))
                        .toList())
                .toList();
        return new SampleRecord(
                sample.key(),
                sample.claim(),
                sample.stage(),
                sample.index(),
                sample.outcome(),
                sample.reason(),
                conversations,
                sample.spans(),
                sample.calls(),
                sample.usage(),
                sample.finished());
    }
}
