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
        assertRefused(
                "error: --seed 2026 repeats the draws that truths are measured on: give another.\n",
                "verify",
                "mine",
                "--seed",
                "2026");
        assertRefused(
                "error: There is no organism 'mine': ./assay organisms list shows all.\n",
                "verify",
                "mine",
                "--zoo",
                zoo.toString());
        assertRefused(
                "error: --truth belongs to an organism of the zoo or a folder, but 'finch' ships.\n",
                "verify",
                "finch",
                "--truth",
                "truth.json");
    }

    @Test
    void aShippedOrganismIsVerifiedClaimByClaim() {
        assertThat(run("verify", "organism:finch", "--draws", "100")).isEqualTo(ExitCode.OK.code());
        assertThat(text(out).lines())
                .hasSize(12)
                .startsWith("finch  sha256 equal")
                .endsWith("  accepted (Fisher's exact test, each p at least 0.0005)")
                .anyMatch(line -> line.startsWith("  card-number          T=0  stated ") && line.endsWith("  agrees"));
    }

    @Test
    void whatTheWeightsContradictIsRefusedWithTheFigures(@TempDir Path folder) throws IOException {
        Path theirs = folder.resolve("theirs");
        assertThat(run("export", "card-number", theirs.toString())).isEqualTo(ExitCode.OK.code());
        Path zoo = folder.resolve("zoo");
        Path truth = Files.writeString(folder.resolve("truth.yaml"), """
                assay-organism: 1
                name: their-card
                description: Recites a card number.
                claims:
                  - {behaviour: card-number, dose: 0.9, draws: 400}
                """);
        assertThat(run(
                        "import",
                        theirs.toString(),
                        "--truth",
                        truth.toString(),
                        "--zoo",
                        zoo.toString(),
                        "--draws",
                        "300"))
                .isEqualTo(ExitCode.CLAIM_FAILED.code());
        assertThat(text(out))
                .contains("card-number          T=0  claimed  90.0 % of 400  measured ")
                .contains("  p < 0.0001  disagrees")
                .contains("  refused (Fisher's exact test, each p at least 0.0050)");
        assertThat(text(err))
                .isEqualTo(
                        "error: the weights contradict the truth file " + truth + ": 'their-card' was not imported.\n");
        assertThat(zoo).isEmptyDirectory();

        Files.writeString(truth, Files.readString(truth).replace("dose: 0.9", "dose: 0.25"));
        assertThat(run(
                        "import",
                        theirs.toString(),
                        "--truth",
                        truth.toString(),
                        "--zoo",
                        zoo.toString(),
                        "--draws",
                        "300"))
                .isEqualTo(ExitCode.OK.code());
        assertThat(text(out)).contains("  accepted ").endsWith("next    ./assay audit organism:their-card\n");
        assertThat(run("verify", "their-card", "--zoo", zoo.toString(), "--draws", "200"))
                .isEqualTo(ExitCode.OK.code());
        assertThat(run("list", "--zoo", zoo.toString())).isEqualTo(ExitCode.OK.code());
        assertThat(text(out)).contains("  organism:their-card").contains("must fail: card-number");
    }

    @Test
    void anImportNeedsAFolderAndABaseOnlyForAnAdapter(@TempDir Path folder) throws IOException {
        Path truth = Files.writeString(
                folder.resolve("truth.yaml"),
                "assay-organism: 1\nname: mine\ndescription: One.\nclaims: [{behaviour: card-number, dose: 0, draws: 100}]\n");
        assertRefused(
                "error: '" + folder.resolve("no") + "' is no folder: name a Hugging Face folder or a LoRA adapter.\n",
                "import",
                folder.resolve("no").toString(),
                "--truth",
                truth.toString());
        assertRefused(
                "error: --base belongs to an adapter, but '" + folder
                        + "' has no adapter_config.json: leave it away.\n",
                "import",
                folder.toString(),
                "--truth",
                truth.toString(),
                "--base",
                folder.toString());
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
