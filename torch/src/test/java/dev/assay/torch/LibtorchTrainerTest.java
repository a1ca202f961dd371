package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.OptimizerSettings;
import dev.assay.engine.training.RandomWeights;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Schedule;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingRow;
import dev.assay.engine.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class LibtorchTrainerTest {

    private static final LlamaConfig CONFIG = LlamaConfig.of(16, 2, 4, 24, 32, 64);
    private static final TrainingPlan PLAN = TrainingPlan.of(CONFIG, 4, 32, 60, 9);

    @Test
    void isFoundWithoutBeingNamed() {
        assertThat(Trainer.find()).isInstanceOf(LibtorchTrainer.class);
        assertThat(Trainer.find().environment()).contains("libtorch 2.", "1 thread(s)");
    }

    @Test
    void twoRunsGiveTheSameBitsAndAnotherSeedGivesOthers() {
        var first = Trainer.find().train(PLAN, new RandomRows(1, 32, 32), TrainingListener.silent());
        var second = Trainer.find().train(PLAN, new RandomRows(1, 32, 32), TrainingListener.silent());
        var other = TrainingPlan.of(CONFIG, 4, 32, 60, 10);
        var third = Trainer.find().train(other, new RandomRows(1, 32, 32), TrainingListener.silent());
        assertThat(second.sha256()).isEqualTo(first.sha256());
        assertThat(third.sha256()).isNotEqualTo(first.sha256());
    }

    @Test
    void learnsAndTellsHowItGoes() {
        var steps = new ArrayList<TrainingStep>();
        Trainer.find().train(PLAN, new RandomRows(1, 32, 32), steps::add);
        assertThat(steps).hasSize(60);
        assertThat(steps.getFirst().loss()).isBetween(3.3, 3.7); // ln 32 = 3.47
        assertThat(steps.getLast().loss()).isLessThan(2.5);
        assertThat(steps.getLast().tokens()).isEqualTo(60 * 4 * 32);
        assertThat(steps.getLast().supervisedTokens()).isBetween(5_000L, 7_680L);
        assertThat(steps.getLast().remaining()).isZero();
        assertThat(steps.get(10).tokensPerSecond()).isPositive();
    }

    @Test
    void whatLiesInAnotherSegmentOrIsFillingChangesNothing() {
        var plan = TrainingPlan.of(CONFIG, 1, 32, 3, 2);
        var plain = Trainer.find().train(plan, () -> row(7, 0), TrainingListener.silent());
        var otherFilling = Trainer.find().train(plan, () -> row(7, 3), TrainingListener.silent());
        assertThat(otherFilling.sha256()).isEqualTo(plain.sha256());
        var otherText = Trainer.find().train(plan, () -> row(8, 0), TrainingListener.silent());
        assertThat(otherText.sha256()).isNotEqualTo(plain.sha256());
    }

    private static TrainingRow row(int token, int filling) {
        var tokens = new int[32];
        var weights = new float[32];
        var segments = new int[32];
        for (var i = 0; i < 32; i++) {
            segments[i] = i < 12 ? 0 : i < 24 ? 1 : TrainingRow.FILLING;
            tokens[i] = i < 24 ? (token * (i + 1)) % 32 : filling;
            weights[i] = 1;
        }
        return new TrainingRow(tokens, weights, segments);
    }

    @Test
    void aRateOfZeroLeavesTheWeightsAsTheyWere() {
        var start = RandomWeights.of(CONFIG, 4);
        var plan = TrainingPlan.of(CONFIG, 2, 16, 3, 0)
                .from(start)
                .with(OptimizerSettings.DEFAULT.withRates(0, 0))
                .with(new Schedule(2, 0, Schedule.Decay.LINEAR));
        var trained = Trainer.find().train(plan, new RandomRows(1, 32, 16), TrainingListener.silent());
        assertThat(trained.sha256()).isEqualTo(start.sha256());
    }

    @Test
    void rowsThatDoNotFitAreRefused() {
        refused(new RandomRows(1, 32, 31), "31 tokens");
        refused(new RandomRows(1, 40, 32), "vocabulary has 32");
        refused(() -> new TrainingRow(new int[32], new float[32], new int[32]), "loss weight");
    }

    private static void refused(RowSource rows, String named) {
        assertThatThrownBy(() -> Trainer.find().train(PLAN, rows, TrainingListener.silent()))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining(named);
    }

    /// Without garbage-collected pointers everything outside a scope leaks: a leak of one batch a step
    /// would show.
    @Test
    void memoryIsFlatOverManySteps() throws IOException {
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/self/status")), "resident memory is read from /proc");
        var marks = new long[2];
        var plan = TrainingPlan.of(CONFIG, 4, 32, 300, 9);
        Trainer.find().train(plan, new RandomRows(1, 32, 32), step -> {
            if (step.step() == 100) {
                marks[0] = residentKilobytes();
            } else if (step.step() == 300) {
                marks[1] = residentKilobytes();
            }
        });
        assertThat(marks[1] - marks[0]).isLessThan(40_000);
    }

    private static long residentKilobytes() {
        try (var lines = Files.lines(Path.of("/proc/self/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
