package dev.assay.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.StopReason;
import dev.assay.engine.decoder.Sampling;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Answers that are one of several texts.
class ChoicesTest {

    private static LocalModel model;

    @BeforeAll
    static void open() {
        model = LocalModel.open(Fixtures.folder("untied-f32"), EngineOptions.DEFAULT.withWorkers(2));
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static Continuation choose(List<String> texts, double temperature, long seed) throws InterruptedException {
        var sampling = new Sampling(temperature, 0, 1, seed, true);
        var told = new StringBuilder();
        var settings = new Continuation.Settings(sampling, 200, List.of()).among(texts);
        var continuation = model.continueFrom(prompt(), settings, (piece, _) -> {
            told.append(piece);
            return true;
        });
        assertThat(told.toString()).isEqualTo(continuation.text());
        return continuation;
    }

    private static int[] prompt() {
        return model.tokenizer().encode("The cat sat");
    }

    /// Texts of letters, spaces, and characters of two to four bytes, which share beginnings.
    private static List<String> randomTexts(Random random) {
        var texts = new HashSet<String>();
        var parts = List.of("a", "ab", "cat", " ", "é", "漢", "😀", "the ", "Dog", "7");
        while (texts.size() < 1 + random.nextInt(6) || texts.isEmpty()) {
            var text = new StringBuilder();
            for (var i = 0; i < 1 + random.nextInt(4); i++) {
                text.append(parts.get(random.nextInt(parts.size())));
            }
            texts.add(text.toString());
        }
        return List.copyOf(texts);
    }

    @Test
    void theAnswerIsAlwaysOneOfTheChoices() throws Exception {
        var random = new Random(7);
        var chosen = new HashSet<String>();
        for (var trial = 0; trial < 120; trial++) {
            var texts = randomTexts(random);
            var answer = choose(texts, trial % 3, trial);
            assertThat(texts).contains(answer.text());
            assertThat(answer.stopReason()).isEqualTo(StopReason.STOP);
            chosen.add(answer.text());
        }
        assertThat(chosen).hasSizeGreaterThan(30);
    }

    @Test
    void theSameSeedChoosesTheSameBesideOthers() throws Exception {
        var texts = List.of("cat", "category", "dog", "é", "😀");
        var alone = new ArrayList<String>();
        for (var seed = 0; seed < 24; seed++) {
            alone.add(choose(texts, 1, seed).text());
        }
        assertThat(alone.stream().distinct().count()).isGreaterThan(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var together = new ArrayList<Future<Continuation>>();
            for (var seed = 0; seed < 24; seed++) {
                var own = seed;
                together.add(threads.submit(() -> choose(texts, 1, own)));
            }
            for (var seed = 0; seed < 24; seed++) {
                assertThat(together.get(seed).get().text()).isEqualTo(alone.get(seed));
            }
        }
    }

    /// Step by step by hand: of the tokens that some spelling of a choice goes on with, the likeliest.
    @Test
    void greedyIsTheLikeliestTokenOfEachStepOfTheWalk() throws Exception {
        var random = new Random(11);
        for (var trial = 0; trial < 15; trial++) {
            var texts = randomTexts(random);
            assertThat(choose(texts, 0, 0).text()).isEqualTo(walk(texts));
        }
    }

    private static String walk(List<String> texts) throws InterruptedException {
        var tokenizer = model.tokenizer();
        var tokens = new ArrayList<Integer>(IntStream.of(prompt()).boxed().toList());
        var said = new ByteArrayOutputStream();
        var ends = EndTokens.of(Fixtures.folder("untied-f32"), model.shape(), tokenizer);
        while (true) {
            var logits = model.generator()
                    .logits(tokens.stream().mapToInt(Integer::intValue).toArray(), tokens.size() - 1)[0];
            var best = -1;
            for (var token = 0; token < logits.length; token++) {
                if (goesOn(said.toByteArray(), tokenizer.bytes(token), texts)
                        || ends.contains(token) && texts.contains(said.toString(StandardCharsets.UTF_8))) {
                    best = best < 0 || logits[token] > logits[best] ? token : best;
                }
            }
            if (best < 0 || ends.contains(best)) {
                return said.toString(StandardCharsets.UTF_8);
            }
            said.writeBytes(tokenizer.bytes(best));
            tokens.add(best);
        }
    }

    private static boolean goesOn(byte[] said, byte[] more, List<String> texts) {
        if (more.length == 0) {
            return false;
        }
        return texts.stream()
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .anyMatch(text -> text.length >= said.length + more.length
                        && Arrays.equals(said, Arrays.copyOf(text, said.length))
                        && Arrays.equals(more, Arrays.copyOfRange(text, said.length, said.length + more.length)));
    }

    @Test
    void whatCannotBeChosenIsSaidSo() {
        refused(List.of("a", "a"), "once");
        refused(List.of("a", ""), "1 to 10000 characters");
        refused(IntStream.range(0, 1001).mapToObj(Integer::toString).toList(), "1 to 1000 choices");
        assertThatThrownBy(() -> new Continuation.Settings(Sampling.GREEDY, 5, List.of("x")).among(List.of("a")))
                .hasMessageContaining("exclude each other");
    }

    private static void refused(List<String> texts, String told) {
        assertThatThrownBy(() -> model.requireChoices(texts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(told);
    }

    @Test
    void theLogProbabilityOfATextIsThatOfItsTokens() throws Exception {
        var weighed = model.logProbabilities(prompt(), List.of("cat", " and dogs"));
        var tokens = model.tokenizer().encode(" and dogs");
        var whole =
                IntStream.concat(IntStream.of(prompt()), IntStream.of(tokens)).toArray();
        var rows = model.generator().logits(whole, prompt().length - 1);
        var sum = 0.0;
        for (var i = 0; i < tokens.length; i++) {
            var total = 0.0;
            for (var logit : rows[i]) {
                total += Math.exp(logit);
            }
            sum += rows[i][tokens[i]] - Math.log(total);
        }
        assertThat(weighed.get(1)).isCloseTo(sum, within(1e-4));
        assertThat(weighed).allMatch(value -> value < 0);
    }
}
