package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Against transformers and plain torch: `bench/engine/training_reference.py` made the start, the rows and the losses.
class TrainingReferenceTest {

    @ParameterizedTest
    @ValueSource(strings = {"full", "grouped"})
    void theLossCurveIsThatOfPlainTorchToFourDecimals(String name) throws Exception {
        var folder = folder(name);
        var run = run(folder);
        var start = Weights.read(folder);
        var losses = new ArrayList<Double>();
        var steps = run.get("losses").size();
        var plan = TrainingPlan.of(
                        start.config(),
                        run.get("rowsPerStep").intValue(),
                        run.get("rowLength").intValue(),
                        steps,
                        0)
                .from(start);
        Iterator<JsonNode> rows = run.get("rows").iterator();
        new LibtorchTrainer().train(plan, () -> row(rows.next()), step -> losses.add(step.loss()));
        assertThat(steps).isGreaterThanOrEqualTo(50);
        for (var step = 0; step < steps; step++) {
            assertThat(losses.get(step))
                    .as("loss of step %d", step + 1)
                    .isCloseTo(run.get("losses").get(step).doubleValue(), within(5e-5));
        }
        assertThat(rows.hasNext()).isFalse();
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
