package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import java.util.ArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A step computed in parts is the step computed whole, also where the parts are supervised unequally.
class MicroBatchTest {

    private static final LlamaConfig CONFIG = LlamaConfig.of(16, 2, 4, 24, 32, 64);

    /// Rows of which every eighth is supervised all over, and the others at two tokens.
    private static final class UnequalRows {
        private final RandomRows rows = new RandomRows(5, 32, 24);
        private int taken;

        TrainingRow next() {
            var row = rows.next();
            var weights = row.lossWeights().clone();
            if (taken++ % 8 != 0) {
                for (var i = 0; i < weights.length; i++) {
                    weights[i] = i == 2 || i == 5 ? 1 : 0;
                }
            }
            return new TrainingRow(row.tokens(), weights, row.segments());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8, 32})
    void thirtyTwoRowsAreAsManyInParts(int parts) {
        var plan = TrainingPlan.of(CONFIG, 32, 24, 12, 9).with(OptimizerSettings.adamW(1e-3));
        var losses = new ArrayList<Double>();
        var whole = new LibtorchTrainer().train(plan, new UnequalRows()::next, step -> losses.add(step.loss()));
        var lossesInParts = new ArrayList<Double>();
        var inParts = new LibtorchTrainer()
                .train(plan.inMicroBatches(parts), new UnequalRows()::next, step -> lossesInParts.add(step.loss()));
        for (var step = 0; step < losses.size(); step++) {
            assertThat(lossesInParts.get(step)).isCloseTo(losses.get(step), within(1e-5));
        }
        for (var name : CONFIG.shapes().keySet()) {
            for (var i = 0; i < whole.get(name).length; i++) {
                assertThat(inParts.get(name)[i]).as(name).isCloseTo(whole.get(name)[i], within(1e-5f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 5})
    void partsThatDoNotDivideTheRowsAreRefused(int parts) {
        var plan = TrainingPlan.of(CONFIG, 32, 24, 12, 9);
        assertThatThrownBy(() -> plan.inMicroBatches(parts))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32 rows a step do not fall into " + parts);
    }
}
