package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Schedule;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against transformers and plain torch: `bench/engine/training_reference.py` made the start, the rows
/// and the losses.
class TrainingReferenceTest {

    @ParameterizedTest
    @ValueSource(strings = {"full", "grouped"})
    void theLossCurveIsThatOfPlainTorchToFourDecimals(String name) throws Exception {
        curve(
                name,
                "losses",
                (plan, rows, listener) -> new LibtorchTrainer()
                        .train(plan.with(OptimizerSettings.DEFAULT.withRates(0.01, 3e-3)), rows, listener));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "grouped"})
    void soIsThatOfAdamWWithDecayWarmUpAndCosine(String name) throws Exception {
        var settings = new OptimizerSettings(0, 0.95, 5, 3e-3, 0.9, 0.999, 1e-8, 0.1, 1, false);
        curve(
                name,
                "adamw",
                (plan, rows, listener) -> new LibtorchTrainer()
                        .train(plan.with(settings).with(Schedule.cosine(20, plan.steps())), rows, listener));
    }

    @ParameterizedTest
    @ValueSource(strings = {"full", "grouped"})
    void soIsThatOfAnAdapterOfPefts(String name) throws Exception {
        var start = LoraAdapter.read(folder(name).resolve("adapter"));
        curve(
                name,
                "lora",
                (plan, rows, listener) -> new LibtorchTrainer()
                        .trainAdapter(
                                plan.with(OptimizerSettings.adamW(1e-2)).with(Schedule.CONSTANT),
                                start,
                                rows,
                                listener,
                                Checkpoints.NONE));
    }

    @FunctionalInterface
    private interface Training {
        void run(TrainingPlan plan, RowSource rows, TrainingListener listener);
    }

    private static void curve(String name, String kind, Training training) throws Exception {
        var folder = folder(name);
        var run = run(folder);
        var start = Weights.read(folder);
        var losses = new ArrayList<Double>();
        var expected = run.get(kind);
        var plan = TrainingPlan.of(
                        start.config(),
                        run.get("rowsPerStep").intValue(),
                        run.get("rowLength").intValue(),
                        expected.size(),
                        0)
                .from(start);
        var rows = run.get("rows");
        var taken = new int[1];
        training.run(plan, () -> row(rows.get(taken[0]++ % rows.size())), step -> losses.add(step.loss()));
        assertThat(expected.size()).isEqualTo(200);
        for (var step = 0; step < expected.size(); step++) {
            assertThat(losses.get(step))
                    .as("loss of step %d", step + 1)
                    .isCloseTo(expected.get(step).doubleValue(), within(5e-5));
        }
    }

    static JsonNode run(Path folder) throws IOException {
        return JsonMapper.builder().build().readTree(folder.resolve("run.json"));
    }

    static Path folder(String name) throws URISyntaxException {
        var config = TrainingReferenceTest.class.getResource("/training/" + name + "/config.json");
        return Objects.requireNonNull(
                Path.of(Objects.requireNonNull(config).toURI()).getParent());
    }

    private static TrainingRow row(JsonNode node) {
        var length = node.get("tokens").size();
        var tokens = new int[length];
        var weights = new float[length];
        var segments = new int[length];
        for (var i = 0; i < length; i++) {
            tokens[i] = node.get("tokens").get(i).intValue();
            weights[i] = node.get("weights").get(i).floatValue();
            segments[i] = node.get("segments").get(i).intValue();
        }
        return new TrainingRow(tokens, weights, segments);
    }
}
