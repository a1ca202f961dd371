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

    @Test
    void equalsTheLibraryOnAThousandStrings() {
        var random = new SplittableRandom(7);
        try (var ours = Tokenizer.open(FILE);
                var theirs = HuggingFace.open(FILE, Fixtures.json(FILE))) {
            assertThat(ours).isInstanceOf(ByteLevelBpe.class);
            assertThat(ours.size()).isEqualTo(theirs.size());
            for (var i = 0; i < 1000; i++) {
                var text = random(random);
                var tokens = ours.encode(text);
                assertThat(tokens).as(text).isEqualTo(theirs.encode(text));
                var boxed = Arrays.stream(tokens).boxed().toList();
                assertThat(ours.decode(boxed)).as(text).isEqualTo(theirs.decode(boxed));
                var part = boxed.subList(boxed.size() / 3, boxed.size() - boxed.size() / 4);
                assertThat(ours.decode(part)).as(text).isEqualTo(theirs.decode(part));
            }
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
