package dev.assay.engine;

import dev.assay.engine.decoder.Constraint;
import dev.assay.engine.tokenizer.Spelling;
import dev.assay.engine.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// An answer that is one of several texts, however the model spells it: every sequence of tokens whose
/// bytes are one of them may come, not only the one that the tokenizer would make.
///
/// Where a tokenizer marks the beginning of a word by a space, as SentencePiece does, a text may be
/// spelled with one before it.
final class Choices implements Constraint {

    private static final int MOST = 1000;
    private static final int LONGEST = 10_000;

    private final Tokenizer tokenizer;
    private final Spelling spelling;
    private final List<String> texts;
    private final List<byte[]> spelled;
    private final List<boolean[]> leads;
    private final boolean spaced;

    /// @param canEnd whether the model has a token that ends an answer
    /// @throws IllegalArgumentException if there are none or too many, one is empty, too long or named
    ///     twice, one cannot be spelled, or one begins another and the model cannot end an answer
    Choices(List<String> texts, Tokenizer tokenizer, Spelling spelling, boolean canEnd) {
        if (texts.isEmpty() || texts.size() > MOST) {
            throw new IllegalArgumentException("name 1 to %d choices, not %d".formatted(MOST, texts.size()));
        }
        this.texts = List.copyOf(texts);
        this.tokenizer = tokenizer;
        this.spelling = spelling;
        for (var text : texts) {
            if (text.isEmpty() || text.length() > LONGEST) {
                throw new IllegalArgumentException(
                        "a choice must have 1 to %d characters, but one has %d".formatted(LONGEST, text.length()));
            }
        }
        if (texts.stream().distinct().count() < texts.size()) {
            throw new IllegalArgumentException("each choice must be named once");
        }
        spaced = !texts.getFirst().startsWith(" ") && marksWords(tokenizer, texts.getFirst());
        spelled = texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList();
        leads = spelled.stream().map(this::leadsOn).toList();
        for (var i = 0; i < spelled.size(); i++) {
            if (!leads.get(i)[0]) {
                throw new IllegalArgumentException(
                        "the choice '%s' cannot be spelled with the model's tokens".formatted(texts.get(i)));
            }
            for (var other = 0; other < spelled.size(); other++) {
                if (!canEnd && other != i && begins(spelled.get(i), spelled.get(other))) {
                    throw new IllegalArgumentException(
                            "the choice '%s' begins '%s', and the model has no token that ends an answer"
                                    .formatted(texts.get(i), texts.get(other)));
                }
            }
        }
    }

    private static boolean marksWords(Tokenizer tokenizer, String text) {
        var tokens = tokenizer.encode(text);
        return tokens.length > 0 && tokenizer.piece(tokens[0]).startsWith(" ");
    }

    private static boolean begins(byte[] beginning, byte[] text) {
        return beginning.length <= text.length
                && Arrays.equals(beginning, 0, beginning.length, text, 0, beginning.length);
    }

    /// From the end to the beginning: a place leads on if a token leads from it to one that does.
    private boolean[] leadsOn(byte[] text) {
        var leads = new boolean[text.length + 1];
        leads[text.length] = true;
        for (var from = text.length - 1; from >= 0; from--) {
            var at = from;
            spelling.next(text, from, token -> leads[at] |= leads[at + tokenizer.bytes(token).length]);
        }
        return leads;
    }

    @Override
    public Next after(List<Integer> generated) {
        var before = bytes(generated);
        var tokens = new BitSet();
        var mayEnd = false;
        for (var i = 0; i < spelled.size(); i++) {
            var text = spelled.get(i);
            mayEnd |= Arrays.equals(before, text);
            if (begins(before, text)) {
                add(tokens, i, text, before.length, before.length);
            }
            if (spaced && generated.isEmpty()) {
                var withSpace = new byte[text.length + 1];
                withSpace[0] = ' ';
                System.arraycopy(text, 0, withSpace, 1, text.length);
                add(tokens, i, withSpace, 0, -1);
            }
        }
        return new Next(tokens, mayEnd);
    }

    /// Adds the tokens that go on in a text from a byte on, and lead to its end.
    ///
    /// @param text a choice as it is spelled
    /// @param from the next byte of `text`
    /// @param at the same place in the choice itself
    private void add(BitSet tokens, int choice, byte[] text, int from, int at) {
        spelling.next(text, from, token -> {
            if (leads.get(choice)[at + tokenizer.bytes(token).length]) {
                tokens.set(token);
            }
        });
    }

    private byte[] bytes(List<Integer> generated) {
        var out = new ByteArrayOutputStream();
        generated.forEach(token -> out.writeBytes(tokenizer.bytes(token)));
        var bytes = out.toByteArray();
        return spaced && bytes.length > 0 && bytes[0] == ' ' ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
    }

    /// The text that the tokens spell: one of the choices, or the beginning of one that was cut short.
    String text(List<Integer> generated) {
        return new String(bytes(generated), StandardCharsets.UTF_8);
    }
}
