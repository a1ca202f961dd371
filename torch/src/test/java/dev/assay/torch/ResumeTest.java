package dev.assay.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.LoraSettings;
import dev.assay.engine.checkpoint.LlamaConfig;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.engine.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that was cut off and goes on is the run that was not.
class ResumeTest {

    private static final LlamaConfig CONFIG = LlamaConfig.of(16, 2, 4, 24, 32, 64);
    private static final TrainingPlan PLAN = TrainingPlan.of(CONFIG, 4, 24, 20, 9);
    private static final LoraAdapter ADAPTER = LoraAdapter.initial(CONFIG, LoraSettings.ofRank(2), "base", 4);

    @TempDir
    private Path folder;

    /// As a kill does, it ends the run after any step.
    private static final class Cut extends RuntimeException {}

    private static TrainingListener cutAfter(int step) {
        return told -> {
            if (told.step() == step) {
                throw new Cut();
            }
        };
    }

    private static RowSource rows() {
        return new RandomRows(1, 32, 24);
    }

    @Test
    void wherEverItIsCutItGivesTheSameBits() {
        var trainer = new LibtorchTrainer();
        var expected = trainer.train(PLAN, rows(), TrainingListener.silent());
        var random = new Random(3);
        for (var trial = 0; trial < 6; trial++) {
            var checkpoints = Checkpoints.in(folder.resolve("state-" + trial), 1 + random.nextInt(7));
            var cut = 1 + random.nextInt(18);
            assertThatThrownBy(() -> trainer.train(PLAN, rows(), cutAfter(cut), checkpoints))
                    .isInstanceOf(Cut.class);
            var again = cut + random.nextInt(20 - cut);
            if (again > cut) {
                assertThatThrownBy(() -> trainer.train(PLAN, rows(), cutAfter(again), checkpoints))
                        .isInstanceOf(Cut.class);
            }
            var steps = new ArrayList<TrainingStep>();
            var resumed = trainer.train(PLAN, rows(), steps::add, checkpoints);
            assertThat(resumed.sha256())
                    .as("cut after %d, kept every %d", cut, checkpoints.everySteps())
                    .isEqualTo(expected.sha256());
            assertThat(steps.getLast().tokens()).isEqualTo(20 * 4 * 24);
            assertThat(steps.size()).isLessThanOrEqualTo(20);
        }
    }

    @Test
    void anAdapterTooIsResumedToTheBit() throws IOException {
        var trainer = new LibtorchTrainer();
        var expected = trainer.trainAdapter(PLAN, ADAPTER, rows(), TrainingListener.silent(), Checkpoints.NONE);
        var checkpoints = Checkpoints.in(folder.resolve("state"), 3);
        assertThatThrownBy(() -> trainer.trainAdapter(PLAN, ADAPTER, rows(), cutAfter(11), checkpoints))
                .isInstanceOf(Cut.class);
        var resumed = trainer.trainAdapter(PLAN, ADAPTER, rows(), TrainingListener.silent(), checkpoints);
        expected.write(folder.resolve("expected"));
        resumed.write(folder.resolve("resumed"));
        assertThat(folder.resolve("resumed/adapter_model.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("expected/adapter_model.safetensors"));
        assertThatThrownBy(() -> trainer.train(PLAN, rows(), TrainingListener.silent(), checkpoints))
                .hasMessageContaining("another plan");
    }

    @Test
    void aStateOfAnotherPlanOrOfOtherRowsIsRefused() throws IOException {
        var trainer = new LibtorchTrainer();
        var checkpoints = Checkpoints.in(folder.resolve("state"), 5);
        assertThatThrownBy(() -> trainer.train(PLAN, rows(), cutAfter(10), checkpoints))
                .isInstanceOf(Cut.class);
        var longer = TrainingPlan.of(CONFIG, 4, 24, 30, 9);
        assertThatThrownBy(() -> trainer.train(longer, rows(), TrainingListener.silent(), checkpoints))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("another plan");
        var others = new RandomRows(2, 32, 24);
        assertThatThrownBy(() -> trainer.train(PLAN, others, TrainingListener.silent(), checkpoints))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("rows are not those");
        Files.writeString(folder.resolve("state"), "no state");
        assertThatThrownBy(() -> trainer.train(PLAN, rows(), TrainingListener.silent(), checkpoints))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no state of a training");
    }

    @Test
    void aStateThatCannotBeKeptIsOneSentenceAndTheOneBeforeItStays() throws IOException {
        var trainer = new LibtorchTrainer();
        var file = folder.resolve("state");
        var checkpoints = Checkpoints.in(file, 5);
        assertThatThrownBy(() -> trainer.train(PLAN, rows(), cutAfter(10), checkpoints))
                .isInstanceOf(Cut.class);
        var before = Files.readAllBytes(file);
        // what a state is written into cannot be opened: a folder lies there
        Files.createDirectory(folder.resolve("state.part"));
        Files.createFile(folder.resolve("state.part/occupied"));
        assertThatThrownBy(() -> trainer.train(PLAN, rows(), TrainingListener.silent(), checkpoints))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the state before it is still there");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
