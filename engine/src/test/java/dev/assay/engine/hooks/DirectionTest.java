package dev.assay.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.engine.checkpoint.CheckpointException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectionTest {

    private static Activations rows(Site site, float[]... rows) {
        var collector = new Activations.Collector("m", List.of(site));
        for (var i = 0; i < rows.length; i++) {
            collector.accept(i, new CapturedPrompt(1, List.of(0)), List.<float[][]>of(new float[][] {rows[i]}));
        }
        return collector.activations();
    }

    @Test
    void liesBetweenMeans() {
        var low = rows(Sites.residPre(1), new float[] {1, 0}, new float[] {3, 2});
        var high = rows(Sites.residPre(1), new float[] {5, 5});
        var direction = Direction.between(low, high);
        assertThat(direction.values()).containsExactly(3, 4);
        assertThat(direction.norm()).isEqualTo(5);
        assertThat(direction.normalised().values()).containsExactly(.6f, .8f);
        assertThat(direction.label()).isEqualTo("difference of means at resid_pre.1, 2 rows and 1");
        assertThatThrownBy(() -> Direction.between(low, rows(Sites.residPre(2), new float[] {1, 1})))
                .hasMessageContaining("not of resid_pre.1 and resid_pre.2");
    }

    @Test
    void controlsAreAsLongAndPointElsewhere() {
        var values = new float[64];
        values[3] = 7;
        var direction = Direction.of("d", values);
        var controls = direction.randomControls(200, 5);
        assertThat(controls).isEqualTo(direction.randomControls(200, 5)).doesNotHaveDuplicates();
        assertThat(direction.randomControls(1, 6).getFirst()).isNotEqualTo(controls.getFirst());
        assertThat(controls).allSatisfy(control -> assertThat(control.norm()).isCloseTo(7, within(1e-5)));
        // the cosine of random directions has mean 0 and standard deviation 1/8
        var mean = controls.stream().mapToDouble(direction::cosine).average().orElseThrow();
        assertThat(mean).isCloseTo(0, within(4.0 / 8 / Math.sqrt(200)));
        assertThat(direction.cosine(direction.times(-3))).isCloseTo(-1, within(1e-12));
    }

    @Test
    void isSavedAndLoaded(@TempDir Path folder) throws Exception {
        var direction = Direction.of("refusal, layer 2", 1.5f, -2, 0);
        direction.save(folder.resolve("d.safetensors"));
        assertThat(Direction.load(folder.resolve("d.safetensors"))).isEqualTo(direction);
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        Files.writeString(folder.resolve("no"), "{}");
        assertThatThrownBy(() -> Direction.load(folder.resolve("no"))).isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> ActivationFile.open(folder.resolve("d.safetensors")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("holds no activations");
    }

    @Test
    void whatIsNoDirectionIsRefused() {
        assertThatThrownBy(() -> Direction.of("d", 1, Float.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Direction.of("d")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Direction.of("a\nb", 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Direction.of("d", 0, 0).normalised()).hasMessage("The direction 'd' has no length");
        assertThatThrownBy(() -> Direction.of("d", 1).cosine(Direction.of("e", 1, 2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
