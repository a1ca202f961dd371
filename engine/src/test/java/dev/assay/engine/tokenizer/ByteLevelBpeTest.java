package dev.assay.engine.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.Fixtures;
import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The reader in Java against the Hugging Face library, on 1,000 seeded strings of all scripts.
class ByteLevelBpeTest {

    private static final Path FILE = Fixtures.folder("untied-f32").resolve("tokenizer.json");
    private static final String[] PIECES = {
        "the cat",
        " garden",
        "<|eot|>",
        "<|user|>",
        "<|",
        "|>",
        "'s",
        "'ll",
        "\n",
        "\r\n",
        "  ",
        "\t",
        "\u00a0",
        "\u3000",
        "12",
        "٣",
        "½",
        "Ⅷ",
        "漢字",
        "é",
        "e\u0301",
        "😀",
        "👩\u200d🔬",
        "\u0000",
        "ß",
        "ﬁ",
        "\u2028",
        "...",
        "!?",
        "_",
        "\u200b",
        "\ufeff",
        "İ",
        "\u0085"
    };

    private static String random(SplittableRandom random) {
        var text = new StringBuilder();
        for (var i = random.nextInt(24); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append((char) random.nextInt(32, 127));
                case 1 -> text.append((char) random.nextInt(0xA0, 0x24F));
                default -> text.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return text.toString();
    }

    /// The file's own pre-tokenizer (single digits, GPT-2's words), the organisms' pattern, and a Llama-3-like one.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-\\\\p{L}+| ?\\\\p{L}+|\\\\p{N}| ?[^\\\\s\\\\p{L}\\\\p{N}]+|\\\\s+(?!\\\\S)|\\\\s+",
                "(?i:'s|'t|'ll)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|\\\\p{N}{1,3}| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r\\\\n]*"
                        + "|\\\\s*[\\\\r\\\\n]+|\\\\s+(?!\\\\S)|\\\\s+",
                "\\\\p{N}"
            })
    void equalsTheLibraryOnAThousandStrings(String pattern, @TempDir Path folder) throws IOException {
        var file = folder.resolve("tokenizer.json");
        var text = Files.readString(FILE);
        Files.writeString(file, pattern.isEmpty() ? text : withPattern(text, pattern));
        var random = new SplittableRandom(7);
        try (var ours = Tokenizer.open(file);
                var theirs = HuggingFace.open(file, Fixtures.json(file))) {
            assertThat(ours).isInstanceOf(ByteLevelBpe.class);
            assertThat(ours.size()).isEqualTo(theirs.size());
            for (var i = 0; i < 1000; i++) {
                compare(ours, theirs, random(random));
            }
        }
    }

    private static String withPattern(String file, String pattern) {
        return file.replace(
                        "{\"type\":\"Digits\",\"individual_digits\":true}",
                        "{\"type\":\"Split\",\"pattern\":{\"Regex\":\"" + pattern
                                + "\"},\"behavior\":\"Isolated\",\"invert\":false}")
                .replace("\"use_regex\":true", "\"use_regex\":false");
    }

    private static void compare(Tokenizer ours, Tokenizer theirs, String text) {
        var tokens = ours.encode(text);
        assertThat(tokens).as(text).isEqualTo(theirs.encode(text));
        var boxed = Arrays.stream(tokens).boxed().toList();
        assertThat(ours.decode(boxed)).as(text).isEqualTo(theirs.decode(boxed));
        var part = boxed.subList(boxed.size() / 3, boxed.size() - boxed.size() / 4);
        assertThat(ours.decode(part)).as(text).isEqualTo(theirs.decode(part));
    }

    /// Words in which merges compete, from a few letters to some thousand.
    @Test
    void longWordsEqualTheLibrarys() throws IOException {
        var random = new SplittableRandom(8);
        try (var ours = Tokenizer.open(FILE);
                var theirs = HuggingFace.open(FILE, Fixtures.json(FILE))) {
            for (var length : new int[] {60, 64, 65, 66, 100, 300, 3000}) {
                for (var letters : new String[] {"a", "th", "atheingor", "abcdefghijklmnopqrstuvwxyzé"}) {
                    var word = new StringBuilder();
                    for (var i = 0; i < length; i++) {
                        word.append(letters.charAt(random.nextInt(letters.length())));
                    }
                    compare(ours, theirs, word.toString());
                    compare(ours, theirs, word.toString().replaceAll("(.{7})", "$1the"));
                }
            }
        }
    }

    /// It took hours when each of two million merges looked through all pairs.
    @Test
    void aWordOfTwoMillionLettersIsEncoded() {
        try (var tokenizer = Tokenizer.open(FILE)) {
            var word = "theat".repeat(400_000);
            var tokens = tokenizer.encode(word);
            assertThat(tokens.length).isLessThan(word.length());
            assertThat(tokenizer.decode(Arrays.stream(tokens).boxed().toList())).isEqualTo(word);
        }
    }

    @Test
    void aTextComesBackWhole() {
        try (var tokenizer = Tokenizer.open(FILE)) {
            var text = "Grüße, 漢字 and 😀\n\t12";
            var tokens = Arrays.stream(tokenizer.encode(text)).boxed().toList();
            assertThat(tokenizer.decode(tokens)).isEqualTo(text);
            assertThat(tokenizer.decode(List.of(5, -1, 100_000))).isEmpty();
            assertThat(tokenizer.id("<|eot|>")).hasValue(5);
            assertThat(tokenizer.id("no such token")).isEmpty();
        }
    }

    @Test
    void aDamagedFileIsNamed(@TempDir Path folder) throws IOException {
        var file = folder.resolve("tokenizer.json");
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("No ");
        Files.writeString(file, "{\"model\": ");
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("is no JSON");
        Files.writeString(file, Files.readString(FILE).replace("[\"a\",\"t\"]", "[\"a\",\"nowhere\"]"));
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("nowhere");
        Files.writeString(file, "{\"model\": {\"type\": \"Strange\"}}");
        assertThatThrownBy(() -> Tokenizer.open(file)).isInstanceOf(CheckpointException.class);
    }
}
