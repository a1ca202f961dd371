package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.engine.tokenizer.LlamaLike;
import dev.assay.engine.tokenizer.Tokenizer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Pieces of a text whose tokens are single bytes.
class GrowingTextTest {

    /// Every byte is a token.
    private static final Tokenizer BYTES = new Tokenizer() {
        @Override
        public int[] encode(String text) {
            var bytes = text.getBytes(StandardCharsets.UTF_8);
            var tokens = new int[bytes.length];
            for (var i = 0; i < bytes.length; i++) {
                tokens[i] = bytes[i] & 0xFF;
            }
            return tokens;
        }

        @Override
        public String decode(List<Integer> tokens) {
            var bytes = new ByteArrayOutputStream();
            tokens.forEach(bytes::write);
            return bytes.toString(StandardCharsets.UTF_8);
        }

        @Override
        public int[] encodeWithSpecials(String text) {
            return encode(text);
        }

        @Override
        public byte[] bytes(int token) {
            return piece(token).getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String piece(int token) {
            return decode(List.of(token));
        }

        @Override
        public OptionalInt id(String token) {
            return OptionalInt.empty();
        }

        @Override
        public int size() {
            return 256;
        }

        @Override
        public OptionalInt longest() {
            return OptionalInt.of(1);
        }
    };

    private static List<String> pieces(String text, String... stop) {
        var growing = new GrowingText(BYTES, new int[0], List.of(stop));
        var tokens = new ArrayList<Integer>();
        var pieces = new ArrayList<String>();
        for (var token : BYTES.encode(text)) {
            tokens.add(token);
            growing.grow(tokens);
            pieces.add(growing.tell());
            if (growing.stopped()) {
                break;
            }
        }
        pieces.add(growing.rest(growing.whole(tokens)));
        pieces.removeIf(String::isEmpty);
        return pieces;
    }

    @Test
    void aCharacterIsToldWhenItIsWhole() {
        assertThat(pieces("é漢😀a")).containsExactly("é", "漢", "😀", "a");
    }

    @Test
    void aStopStringIsNeverToldNotEvenItsBeginning() {
        assertThat(pieces("ab END cd", "END")).containsExactly("a", "b", " ");
        assertThat(pieces("aENaEND", "END")).containsExactly("a", "ENa");
        assertThat(pieces("x\n\nUser: y", "\n\nUser:", "\n\nBot:")).containsExactly("x");
        assertThat(pieces("no stop EN", "END")).endsWith("EN");
    }

    /// Llama 2's decoder strips the space at the beginning of a text, which an answer is not.
    @Test
    void theSpaceThatBeginsAnAnswerIsTold(@TempDir Path folder) throws IOException {
        try (var tokenizer = LlamaLike.open(folder)) {
            var yes = tokenizer.id("▁Yes").getAsInt();
            assertThat(after(tokenizer, tokenizer.encodeWithSpecials("The"), yes))
                    .isEqualTo(" Yes");
            assertThat(after(tokenizer, new int[] {1, 1}, yes)).isEqualTo("Yes"); // no text before
            var half = new int[] {tokenizer.id("<0xC3>").getAsInt()};
            assertThat(after(tokenizer, half, tokenizer.id("a").getAsInt())).isEqualTo("a");
        }
    }

    private static String after(Tokenizer tokenizer, int[] prompt, int token) {
        var growing = new GrowingText(tokenizer, prompt, List.of());
        var tokens = List.of(token);
        growing.grow(tokens);
        var told = growing.tell();
        var whole = growing.whole(tokens);
        assertThat(told + growing.rest(whole)).isEqualTo(whole);
        return told;
    }

    @Test
    void theEarliestStopStringCounts() {
        assertThat(String.join("", pieces("one two three", "three", "two"))).isEqualTo("one ");
    }

    @Test
    void piecesAreTheWholeText() {
        var random = new SplittableRandom(5);
        for (var i = 0; i < 200; i++) {
            var text = new StringBuilder();
            for (var j = random.nextInt(30); j >= 0; j--) {
                text.append(List.of("a", "b", "ab", "é", "😀", "\n", " ").get(random.nextInt(7)));
            }
            var stop = List.of("ab", "ba\n", "😀a", "zz").get(random.nextInt(4));
            var at = text.indexOf(stop);
            assertThat(String.join("", pieces(text.toString(), stop)))
                    .isEqualTo(at < 0 ? text.toString() : text.substring(0, at));
        }
    }
}
