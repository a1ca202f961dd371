package dev.assay.core.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.run.Eval;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpochReducerTest {

    @ParameterizedTest
    @CsvSource({
        "mean, 0.4",
        "median, 0.5",
        "mode, 0",
        "max, 1",
        "at_least_1, 1",
        "at_least_2, 0",
        "pass_at_1, 0.2",
        // 1 - C(4, 3) / C(5, 3) = 1 - 4 / 10
        "pass_at_3, 0.6",
        "pass_at_5, 1"
    })
    void reducesAsItsNameSays(String name, double expected) {
        EpochReducer reducer = EpochReducer.of(name);
        assertThat(reducer.name()).isEqualTo(name);
        assertThat(reducer.reduce(new double[] {0, 1, 0.5, 0, 0.5})).isCloseTo(expected, within(1e-12));
    }

    @Test
    void passAtIsTheShareOfDrawsWithARightAnswer() {
        for (int n = 1; n <= 6; n++) {
            for (int c = 0; c <= n; c++) {
                double[] scores = new double[n];
                java.util.Arrays.fill(scores, 0, c, 1);
                for (int k = 1; k <= n; k++) {
                    int draws = 0;
                    int hits = 0;
                    for (int subset = 0; subset < 1 << n; subset++) {
                        if (Integer.bitCount(subset) == k) {
                            draws++;
                            hits += (subset & (1 << c) - 1) != 0 ? 1 : 0;
                        }
                    }
                    assertThat(new EpochReducer.PassAt(k).reduce(scores))
                            .isCloseTo((double) hits / draws, within(1e-12));
                }
            }
        }
    }

    @Test
    void tooFewScoresHaveNoFigure() {
        assertThat(new EpochReducer.PassAt(3).reduce(new double[] {1, 1})).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "at_least_1, 1, 1",
        "at_least_1, 0, NaN",
        "at_least_2, 1, NaN",
        "at_least_2, 0, NaN",
        "at_least_3, 0, 0",
        "max, 1, 1",
        "max, 0, NaN",
        "mean, 0, 0",
        "pass_at_2, 0, NaN",
    })
    void anOpenResultIsNotWrong(String name, double given, Double expected) {
        // One epoch of three gave a score.
        assertThat(EpochReducer.of(name).reduce(new double[] {given}, 2)).isEqualTo(expected);
    }

    @Test
    void whatIsMissingIsCountedInARun() {
        AtomicInteger calls = new AtomicInteger();
        Model model = new Model() {
            @Override
            public String name() {
                return "sometimes";
            }

            @Override
            public String fingerprint() {
                return "sometimes:1";
            }

            @Override
            public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
                int call = calls.incrementAndGet();
                if (call == 1) {
                    throw new ModelException(ModelException.Kind.SERVER_ERROR, "The endpoint failed.");
                }
                return ModelOutput.of("sometimes", call == 2 ? "yes" : "no");
            }
        };
        Task task = Task.named("thrice")
                .sample("Well?", "yes")
                .epochs(new Epochs(3, List.of(EpochReducer.of("at_least_1"), EpochReducer.of("at_least_2"))))
                .build();
        EvalLog.EvalResults results = Eval.run(task, model).results();
        assertThat(results.errored()).isEqualTo(1);
        assertThat(results.scores().get(0).metrics()).containsEntry("accuracy", 1.0);
        assertThat(results.scores().get(1).unscoredSamples()).isEqualTo(1);
    }

    @Test
    void whatIsNoReducerIsRefused() {
        for (String name : List.of("average", "pass_at_0", "pass_at_", "at_least_x", "")) {
            assertThatThrownBy(() -> EpochReducer.of(name))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'");
        }
        assertThatThrownBy(() -> new Epochs(2, List.of(EpochReducer.of("pass_at_3"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs at least 3 epochs");
        assertThatThrownBy(() -> Epochs.of(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
