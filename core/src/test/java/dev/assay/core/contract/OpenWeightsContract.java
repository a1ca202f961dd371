package dev.assay.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Model;
import dev.assay.core.model.OpenWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every {@link OpenWeights} must keep. Extend it and hand over a model whose weights lie open, of a
/// vocabulary of at most some thousand tokens; the contract closes it.
public abstract class OpenWeightsContract {

    private Model model;
    private OpenWeights weights;
    private int[] prompt;

    /// A model whose weights lie open.
    protected abstract Model newModel();

    /// A site of the residual stream, such as `resid_post.0`.
    protected String site() {
        return "resid_post.0";
    }

    @BeforeEach
    void open() {
        model = newModel();
        weights = model.openWeights().orElseThrow();
        prompt = weights.tokens(List.of(ChatMessage.user("The cat and the dog")));
    }

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void tokensAreInTheVocabularyAndTheirTextComesBack() {
        assertThat(prompt).isNotEmpty().hasSizeLessThan(weights.context());
        var text = weights.tokens("a cat");
        assertThat(IntStream.concat(IntStream.of(prompt), IntStream.of(text)))
                .allMatch(token -> token >= 0 && token < weights.vocabulary());
        assertThat(weights.text(text).strip()).isEqualTo("a cat");
        assertThatThrownBy(() -> weights.text(weights.vocabulary())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void logProbabilitiesAreOfOneDistribution() {
        var sum = IntStream.range(0, weights.vocabulary())
                .mapToDouble(token -> Math.exp(weights.logProbabilities(prompt, token)[0]))
                .sum();
        assertThat(sum).isCloseTo(1, within(1e-3));
    }

    @Test
    void aContinuationIsReadTokenByToken() {
        var whole = weights.logProbabilities(prompt, 5, 8, 9);
        assertThat(whole).hasSize(3);
        var longer = Arrays.copyOf(prompt, prompt.length + 1);
        longer[prompt.length] = 5;
        assertThat(weights.logProbabilities(longer, 8)[0]).isCloseTo(whole[1], within(1e-3));
        assertThat(weights.logProbabilities(prompt)).isEmpty();
    }

    /// The scores must order swaps as the swaps themselves turn out, far better than chance.
    @Test
    void tokenScoresSayWhichSwapMakesTheContinuationLikelier() {
        var continuation = new int[] {5, 8};
        var scores = weights.tokenScores(prompt, continuation);
        assertThat(scores.length).isEqualTo(prompt.length);
        var position = prompt.length / 2;
        var row = scores[position];
        assertThat(row).hasSize(weights.vocabulary());
        var before = sum(weights.logProbabilities(prompt, continuation));
        var candidates = IntStream.range(0, Math.min(200, weights.vocabulary())).toArray();
        var mean = IntStream.of(candidates)
                .mapToDouble(token -> row[token])
                .average()
                .orElseThrow();
        var gains = new double[candidates.length];
        for (var token : candidates) {
            var changed = prompt.clone();
            changed[position] = token;
            gains[token] = sum(weights.logProbabilities(changed, continuation)) - before;
        }
        var gain = Arrays.stream(gains).average().orElseThrow();
        var both = 0.0;
        var ofScores = 0.0;
        var ofGains = 0.0;
        for (var token : candidates) {
            both += (row[token] - mean) * (gains[token] - gain);
            ofScores += (row[token] - mean) * (row[token] - mean);
            ofGains += (gains[token] - gain) * (gains[token] - gain);
        }
        assertThat(both / Math.sqrt(ofScores * ofGains)).isGreaterThan(0.3);
    }

    private static double sum(double... values) {
        return Arrays.stream(values).sum();
    }

    @Test
    void activationsAreARowATokenAndDependOnWhatWasReadAlone() {
        var rows = weights.activations(site(), prompt);
        assertThat(rows.length).isEqualTo(prompt.length);
        var shorter = weights.activations(site(), Arrays.copyOf(prompt, prompt.length - 1));
        for (var i = 0; i < shorter.length; i++) {
            for (var d = 0; d < shorter[i].length; d++) {
                assertThat(shorter[i][d]).isCloseTo(rows[i][d], within(1e-4f));
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        for (var wrong : List.<Runnable>of(
                () -> weights.logProbabilities(new int[0], 1),
                () -> weights.logProbabilities(new int[] {weights.vocabulary()}, 1),
                () -> weights.logProbabilities(prompt, -1),
                () -> weights.logProbabilities(new int[weights.context()], 1),
                () -> weights.tokenScores(prompt),
                () -> weights.tokenScores(prompt, weights.vocabulary()),
                () -> weights.activations("no_site.0", prompt),
                () -> weights.activations(site()),
                () -> weights.activations("resid_post.4000", prompt))) {
            assertThatThrownBy(wrong::run).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
