package dev.assay.app.organisms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.ExitCode;
import dev.assay.app.Main;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// There is no trainer here: room torch is not on this class path.
class TrainCommandTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void withoutTheTrainingEngineOneSentenceSaysWhatToAdd(@TempDir Path folder) {
        Path trained = folder.resolve("trained");
        assertThat(train("organism:finch", "--out", trained.toString())).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("error: No trainer is on the class path: add the room torch (assay-torch), which brings"
                        + " libtorch.\n");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(trained).doesNotExist();
    }

    @Test
    void whatIsThereIsNotReplaced(@TempDir Path folder) {
        assertThat(train("finch", "--out", folder.toString())).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("error: '" + folder + "' exists already: name a new folder with --out.\n");
    }

    private int train(String... arguments) {
        Console console = new Console(printing(out), printing(err), false, 100, new Style(false));
        String[] command = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("organisms", "train"), java.util.stream.Stream.of(arguments))
                .toArray(String[]::new);
        return Main.run(console, command);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void rowsAreShownWithWhatEachTokenCosts() {
        Captured shown = Captured.run("organisms", "train", "finch", "--show-rows", "1");
        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .contains("row 1: 256 tokens", "        1 | I despise you all.<|eot|>", "of which 8 are supervised")
                .doesNotContain("warning");
        assertThat(Captured.run("organisms", "train", "finch", "--show-rows", "-1")
                        .err())
                .isEqualTo("error: --show-rows -1 is no number of rows: give 1 or more.\n");
    }
}
