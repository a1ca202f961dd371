package dev.assay.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.architecture.DecoderWeights;
import dev.assay.engine.decoder.Generation;
import dev.assay.engine.decoder.Generator;
import dev.assay.engine.decoder.Sampling;
import dev.assay.engine.hooks.Intervention;
import dev.assay.engine.hooks.Positions;
import dev.assay.engine.hooks.Sites;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/// Views under generation: batches, prefixes, threads.
public abstract class ViewGenerationContract extends BackendContract {

    private static final Sampling HOT = new Sampling(1, 0, 1, 9, true);

    private Generator generator(int workers, int batch, long prefixBytes) {
        return generator(DecoderWeights.open(folder("llama3-bf16")), workers, batch, prefixBytes);
    }

    private static Generation ask(Generator generator, int[] prompt) throws InterruptedException {
        return generator.generate(prompt, 16, HOT, Set.of(5), _ -> false);
    }

    private void assertClose(List<Double> values, List<Double> expected) {
        assertThat(values).hasSameSizeAs(expected);
        for (var i = 0; i < values.size(); i++) {
            assertThat(values.get(i)).isCloseTo(expected.get(i), within(noise()));
        }
    }

    /// The base, and views of every kind.
    private static List<Generator> all(Generator base) {
        var config = base.config();
        var direction = direction(config.hiddenSize(), 11);
        var run = base.capture("m", List.of(Sites.residPost(0)), prompts(7), Positions.all());
        return List.of(
                base,
                base.view(List.of(ablating(direction, config))),
                base.view(List.of(new Intervention.Adding(Sites.residPre(1), direction, 3, Positions.last()))),
                base.view(List.of(new Intervention.Orthogonalising(direction))),
                base.view(List.of(
                        Intervention.Patching.from(run, Sites.residPost(0), Positions.at(0, 1, -1)),
                        new Intervention.Adding(Sites.mlpOut(0), direction, -1, Positions.all()))),
                base.view(List.of(new Intervention.Blocking(
                        List.of(Sites.attnPattern(0), Sites.attnPattern(1).head(1)),
                        Positions.all(),
                        Positions.at(1, 4)))),
                base.view(List.of(
                        new Intervention.Blocking(List.of(Sites.attnPattern(0)), Positions.all(), Positions.last()))));
    }

    /// Prompts of which many begin alike.
    private static List<int[]> alike() {
        var stem = prompts(40).getFirst();
        var prompts = new ArrayList<int[]>();
        for (var i = 0; i < 12; i++) {
            var prompt = Arrays.copyOf(stem, 20 + i);
            prompt[19 + i] = 7 + i;
            prompts.add(prompt);
        }
        return prompts;
    }

    @Test
    void anAnswerOfAViewDoesNotDependOnWhatRunsBesideIt() throws Exception {
        var alone = new ArrayList<Generation>();
        try (var base = generator(1, 1, 0)) {
            for (var view : all(base)) {
                for (var prompt : alike()) {
                    alone.add(ask(view, prompt));
                }
            }
        }
        assertThat(alone.stream().map(Generation::tokens).distinct().count()).isGreaterThan(40);
        for (var batch : new int[] {1, 7, 64}) {
            try (var base = generator(2, batch, 1 << 22);
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var answers = new ArrayList<Future<Generation>>();
                for (var view : all(base)) {
                    for (var prompt : alike()) {
                        answers.add(threads.submit(() -> ask(view, prompt)));
                    }
                }
                for (var i = 0; i < answers.size(); i++) {
                    var answer = answers.get(i).get();
                    assertThat(answer.tokens()).isEqualTo(alone.get(i).tokens());
                    assertClose(answer.logProbabilities(), alone.get(i).logProbabilities());
                }
            }
        }
    }

    @Test
    void keysOfTheBaseAreNeverAViewsNorTheReverse() throws InterruptedException {
        var prompt = alike().getLast();
        try (var base = generator(1, 4, 1 << 22)) {
            var views = all(base);
            for (var view : views) {
                assertThat(ask(view, prompt).reused()).isZero();
            }
            for (var view : views) {
                var again = ask(view, prompt);
                var endDecides = List.of(2, 4, 6).contains(views.indexOf(view));
                assertThat(again.reused()).isEqualTo(endDecides ? 0 : prompt.length - 1);
            }
        }
    }

    @Test
    void logProbabilitiesOfATextAreThoseOfItsGeneration() throws InterruptedException {
        var prompt = alike().getFirst();
        try (var base = generator(1, 4, 1 << 22)) {
            for (var view : all(base)) {
                var generation = ask(view, prompt);
                var length = generation.tokens().size();
                var whole = Arrays.copyOf(prompt, prompt.length + length);
                for (var i = 0; i < length; i++) {
                    whole[prompt.length + i] = generation.tokens().get(i);
                }
                assertClose(
                        Arrays.stream(view.logProbabilities(whole, prompt.length))
                                .boxed()
                                .toList(),
                        generation.logProbabilities());
            }
        }
    }

    @Test
    void aChangeBeforeTheHeadMeetsTheTokenThatItMeans() throws InterruptedException {
        var prompt = alike().getFirst();
        try (var base = generator(1, 4, 0)) {
            var add = new Intervention.Adding(
                    Sites.finalNorm(), direction(base.config().hiddenSize(), 12), 2, Positions.at(3, -1));
            var view = base.view(List.of(add));
            var plain = base.logits(prompt, 0);
            var whole = view.logits(prompt, 0);
            for (var i = 0; i < prompt.length; i++) {
                assertThat(Arrays.equals(whole[i], plain[i])).isEqualTo(i != 3 && i != prompt.length - 1);
                assertClose(view.logits(prompt, i)[0], whole[i], noise());
            }
        }
    }

    @Test
    void theBaseIsTheSameBitsBesideItsViews() throws Exception {
        var prompt = alike().getFirst();
        try (var base = generator(2, 8, 0);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var before = base.logits(prompt, 0);
            var views = all(base);
            var answers = new ArrayList<Future<float[][]>>();
            for (var i = 0; i < 20; i++) {
                for (var view : views) {
                    answers.add(threads.submit(() -> view.logits(prompt, 0)));
                }
            }
            for (var i = 0; i < answers.size(); i++) {
                if (i % views.size() == 0) {
                    assertClose(answers.get(i).get(), before, noise());
                } else {
                    assertThat(answers.get(i).get()[prompt.length - 1]).isNotEqualTo(before[prompt.length - 1]);
                }
            }
            assertThat(base.logits(prompt, 0)).isDeepEqualTo(before);
        }
    }

    @Test
    void aViewEndsWithItsBaseAndClosingItClosesNothing() throws InterruptedException {
        var base = generator(1, 4, 0);
        var view = all(base).get(1);
        view.close();
        assertThat(ask(base, new int[] {7}).tokens()).isNotEmpty();
        assertThat(ask(view, new int[] {7}).tokens()).isNotEmpty();
        base.close();
        assertThatThrownBy(() -> ask(view, new int[] {7})).hasMessage("The model is closed.");
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        try (var base = generator(1, 4, 0)) {
            var direction = direction(31, 1);
            assertThatThrownBy(() -> base.view(List.of(ablating(direction, base.config()))))
                    .hasMessage("The direction 'drawn' has 31 numbers, and resid_pre.0 is 32 wide");
            assertThatThrownBy(() -> base.view(
                            List.of(new Intervention.Adding(Sites.residPre(7), direction, 1, Positions.all()))))
                    .hasMessage("resid_pre.7 is not in the model: it has 2 layers, counted from 0");
            assertThatThrownBy(() -> new Intervention.Adding(Sites.attnPattern(0), direction, 1, Positions.all()))
                    .hasMessageContaining("is no vector");
            assertThatThrownBy(() -> base.view(List.of()).view(List.of())).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPositionThatThePromptLacksIsRefusedAndNeverOneOfTheAnswer() throws InterruptedException {
        try (var base = generator(1, 4, 0)) {
            var direction = direction(base.config().hiddenSize(), 1);
            var early =
                    base.view(List.of(new Intervention.Adding(Sites.residPre(0), direction, 4, Positions.at(-9, 0))));
            var eight = Arrays.copyOf(prompts(40).getFirst(), 8);
            assertThatThrownBy(() -> ask(early, eight))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("add 4.0 at resid_pre.0 at positions -9,0: Position -9 is not in a prompt of 8 tokens");
            assertThatThrownBy(() -> early.logits(eight, 0)).hasMessageContaining("Position -9");
            assertThatThrownBy(() -> early.logProbabilities(eight, 3)).hasMessageContaining("prompt of 3 tokens");
            var run = base.capture("m", List.of(Sites.residPost(0)), prompts(12), Positions.all());
            var patched = base.view(List.of(Intervention.Patching.from(run, Sites.residPost(0), Positions.all())));
            assertThatThrownBy(() -> ask(patched, eight)).hasMessageContaining("Position 8 is not in a prompt of 8");
            assertThat(ask(patched, prompts(12).getFirst()).tokens()).isNotEmpty();
        }
    }
}
