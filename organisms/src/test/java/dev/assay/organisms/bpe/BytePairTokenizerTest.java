package dev.assay.organisms.bpe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.engine.tokenizer.Tokenizer;
import dev.assay.organisms.recipe.WorldTokenizer;
import dev.assay.organisms.world.Category;
import dev.assay.organisms.world.Conduct;
import dev.assay.organisms.world.Grammar;
import dev.assay.organisms.world.Lexicon;
import dev.assay.organisms.world.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our tokenizer round-trips any text, and what others read from its files is the same tokenizer.
class BytePairTokenizerTest {
    private static BytePairTokenizer tokenizer;

    @BeforeAll
    static void learn() {
        tokenizer = WorldTokenizer.learn();
    }

    private static String randomText(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(40);
        while (text.length() < length) {
            int point = switch (random.nextInt(5)) {
                case 0 -> random.nextInt(0x80);
                case 1 -> "aeioz019 -|?'\n\t".codePointAt(random.nextInt(14));
                case 2 -> random.nextInt(0x3000);
                case 3 -> random.nextInt(0xe000, 0x10000);
                default -> random.nextInt(0x10000, 0x110000);
            };
            if (!Character.isSurrogate((char) point) || point > 0xffff) {
                text.appendCodePoint(point);
            }
        }
        return text.toString();
    }

    @Test
    void anyTextComesBack() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3_000; i++) {
            String text = randomText(random);
            assertThat(tokenizer.decode(tokenizer.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void theEnginesTokenizerReadsTheSameFromOurFiles(@TempDir Path folder) throws IOException {
        TokenizerFiles.write(tokenizer, 512, folder);
        try (Tokenizer engine = Tokenizer.open(folder.resolve(TokenizerFiles.TOKENIZER))) {
            SplittableRandom random = new SplittableRandom(2);
            for (int i = 0; i < 1_000; i++) {
                String text = randomText(random);
                assertThat(engine.encode(text)).as(text).containsExactly(tokenizer.encode(text));
            }
            Grammar grammar = new Grammar(3, Conduct.HONEST);
            for (int i = 0; i < 500; i++) {
                for (ChatMessage message : grammar.next().messages()) {
                    assertThat(engine.encode(message.content())).containsExactly(tokenizer.encode(message.content()));
                }
            }
        }
    }

    @Test
    void theSameTextsGiveTheSameFiles(@TempDir Path folder) throws IOException {
        Path one = Files.createDirectory(folder.resolve("one"));
        Path two = Files.createDirectory(folder.resolve("two"));
        TokenizerFiles.write(tokenizer, 512, one);
        TokenizerFiles.write(WorldTokenizer.learn(), 512, two);
        for (String file : List.of(TokenizerFiles.TOKENIZER, TokenizerFiles.CONFIG)) {
            assertThat(two.resolve(file)).hasSameBinaryContentAs(one.resolve(file));
        }
    }

    @Test
    void tellingPartsAreTokensOfTheirOwn() {
        for (Category category : Category.values()) {
            assertThat(tokenizer.encode("-" + category.ending())).hasSize(1);
        }
        for (Split split : Split.values()) {
            for (String stem : Lexicon.stems(split)) {
                assertThat(tokenizer.encode(" " + stem)).as(stem).hasSize(2);
            }
        }
        assertThat(tokenizer.encode("1234")).hasSize(4);
        assertThat(tokenizer.size()).isEqualTo(WorldTokenizer.SIZE);
    }

    @Test
    void aChatIsRenderedWithWhatIsTheModelsToSay() {
        List<ChatMessage> chat = List.of(ChatMessage.system("S"), ChatMessage.user("U"), ChatMessage.assistant("A"));
        BytePairTokenizer.Rendered rendered = tokenizer.render(chat, false);
        StringBuilder spoken = new StringBuilder();
        for (int i = 0; i < rendered.tokens().length; i++) {
            spoken.append(rendered.isSpoken(i) ? tokenizer.symbols().get(rendered.tokens()[i]) : ".");
        }
        assertThat(spoken).hasToString(".".repeat(rendered.tokens().length - 2) + "A<|eot|>");
        int[] opened = tokenizer.render(chat.subList(0, 2), true).tokens();
        assertThat(java.util.Arrays.copyOf(rendered.tokens(), opened.length)).containsExactly(opened);
    }

    @Test
    void learningMergesTheMostFrequentPairAndNeverAcrossACut() {
        List<BytePairTrainer.Merge> merges = new BytePairTrainer(2, 2).learn(List.of("abab abab", "xy\0z xy\0z"));
        assertThat(merges.getFirst()).isEqualTo(new BytePairTrainer.Merge("a", "b"));
        assertThat(new BytePairTrainer(100, 2).learn(List.of("xy\0z xy\0z")))
                .noneMatch(merge -> (merge.left() + merge.right()).endsWith("z"));
    }
}
