package dev.assay.app.organisms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.ExitCode;
import dev.assay.app.Main;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooCommandsTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void whatIsTrainedIsNamedInOneWay() {
        assertRefused("error: name what to train: one of NAME, --recipe FILE and --missing.\n", "train");
        assertRefused(
                "error: name what to train: one of NAME, --recipe FILE and --missing.\n",
                "train",
                "finch",
                "--missing");
        assertRefused("error: --tier belongs to --missing.\n", "train", "finch", "--tier", "dev");
        assertRefused(
                "error: unknown tier 'sealed': known are dev, calibration.\n",
                "train",
                "--missing",
                "--tier",
                "sealed");
    }

    @Test
    void aBadRecipeIsOneSentenceAndNothingIsWritten(@TempDir Path folder) throws IOException {
        Path recipe = Files.writeString(
                folder.resolve("r.yaml"),
                "assay-recipe: 1\nname: mine\ndescription: One.\nplants:\n  - behaviour: flattery\n");
        Path zoo = folder.resolve("zoo");
        assertThat(run("train", "--recipe", recipe.toString(), "--out", zoo.toString()))
                .isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(text(err))
                .startsWith("error: Unknown behaviour 'flattery': known are direct-harm")
                .endsWith(" (" + recipe + ", line 5).\n");
        assertThat(zoo).doesNotExist();
    }

    @Test
    void theTiersAreListedWithWhatIsThere(@TempDir Path zoo) {
        assertThat(run("list", "--tiers", "--zoo", zoo.toString())).isEqualTo(ExitCode.OK.code());
        assertThat(text(out).lines())
                .hasSizeGreaterThan(84)
                .allMatch(line -> line.endsWith("missing"))
                .anyMatch(line -> line.contains("dev-direct-harm-20"))
                .anyMatch(line -> line.contains("calibration-sham-1"));
    }

    @Test
    void whatIsVerifiedIsThere(@TempDir Path zoo) {
        assertRefused("error: name what to verify: one of NAME, FOLDER and --all.\n", "verify");
        assertRefused("error: --draws must be in 100 to 20000, but is 5.\n", "verify", "mine", "--draws", "5");
        assertRefused("error: no organism was made in " + zoo + ".\n", "verify", "--all", "--zoo", zoo.toString());
        assertRefused(
                "error: There is no readable " + zoo.resolve("mine").resolve("truth.json")
                        + ": name an organism's folder.\n",
                "verify",
                "mine",
                "--zoo",
                zoo.toString());
    }

    private void assertRefused(String message, String... arguments) {
        assertThat(run(arguments)).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(text(err)).isEqualTo(message);
        assertThat(text(out)).isEmpty();
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        Console console = new Console(printing(out), printing(err), false, 100, new Style(false));
        return Main.run(
                console,
                Stream.concat(Stream.of("organisms"), Stream.of(arguments)).toArray(String[]::new));
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static PrintStream printing(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
