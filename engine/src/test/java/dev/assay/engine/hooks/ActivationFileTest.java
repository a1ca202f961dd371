package dev.assay.engine.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.engine.checkpoint.CheckpointException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationFileTest {

    private static final Site SITE = Sites.residPre(0);
    private static final Site PATTERN = Sites.attnPattern(0);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("activations");
        var collector = new Activations.Collector("m", List.of(SITE, PATTERN));
        collector.accept(
                0, new CapturedPrompt(3, List.of(0, 2)), List.of(new float[][] {{1, 2}, {3, 4}}, new float[][] {
                    {1, 1}, {.5f, .25f, .25f, 1, 0, 0}
                }));
        collector.accept(1, new CapturedPrompt(1, List.of(0)), List.of(new float[][] {{5, 6}}, new float[][] {{1, 1}}));
        collector.activations().save(file);
    }

    @Test
    void promptsAreReadOneByOne() {
        try (var open = ActivationFile.open(file)) {
            assertThat(open.prompts()).hasSize(2);
            assertThat(open.prompt(0).row(SITE, 0, -1)).containsExactly(3, 4);
            assertThat(open.prompt(1).row(SITE, 0, 0)).containsExactly(5, 6);
            assertThat(open.prompt(0).pattern(PATTERN, 0)).isDeepEqualTo(new float[][][] {
                {{1, 0, 0}, {.5f, .25f, .25f}}, {{1, 0, 0}, {1, 0, 0}}
            });
            assertThat(open.mean(SITE)).containsExactly(3, 4);
            assertThatThrownBy(() -> open.mean(Sites.residPre(1))).hasMessageContaining("was not captured");
        }
    }

    /// Numbers of the file's end: positions 0 2 0, rows 2 1, lengths 3 1, as 32-bit integers before it.
    private void damage(int fromTheEnd, int value) throws Exception {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 4 * fromTheEnd] = (byte) value;
        Files.write(file, bytes);
    }

    private void damage(String from, String to) throws Exception {
        var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(from);
        Files.write(file, text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1));
    }

    private void assertRefused() throws Exception {
        assertThatThrownBy(() -> ActivationFile.open(file))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(file.toString());
        write();
    }

    @Test
    void aDamagedFileIsRefusedInOneSentence() throws Exception {
        for (var damaged : new int[][] {{1, 1}, {3, 2}, {4, 2}, {5, 1}, {5, 9}, {6, 0}, {7, 2}}) {
            damage(damaged[0], damaged[1]);
            assertRefused();
        }
        damage("assay-activations/1", "assay-activations/2");
        assertRefused();
        damage("resid_pre.0", "resid_pre-0");
        assertRefused();
        damage("\"I32\"", "\"F32\"");
        assertRefused();
        damage("\"F32\"", "\"I32\"");
        assertRefused();
        Files.write(file, new byte[] {1, 2, 3});
        assertRefused();
    }
}
