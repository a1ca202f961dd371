package dev.assay.calibrate.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.calibrate.CalibrationException;
import dev.assay.calibrate.Examiner;
import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.checkpoint.Weights;
import dev.assay.engine.training.Checkpoints;
import dev.assay.engine.training.RowSource;
import dev.assay.engine.training.Trainer;
import dev.assay.engine.training.TrainingException;
import dev.assay.engine.training.TrainingListener;
import dev.assay.engine.training.TrainingPlan;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedSetTest {
    private static final String NONCE = "00112233445566778899aabbccddeeff";
    private static final String VERSION = "test";
    private static final Examiner EXAMINER = new Examiner(VERSION);

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private int trained;

    /// Hands out the clean base that ships.
    private final class Handing implements Trainer {
        @Override
        public Weights train(TrainingPlan plan, RowSource rows, TrainingListener listener, Checkpoints checkpoints) {
            trained++;
            return Weights.read(Organisms.materialise("base", folder.resolve("cache")));
        }

        @Override
        public LoraAdapter trainAdapter(
                TrainingPlan plan,
                LoraAdapter start,
                RowSource rows,
                TrainingListener listener,
                Checkpoints checkpoints) {
            throw new TrainingException("not asked for");
        }

        @Override
        public String environment() {
            return "test";
        }
    }

    private static Commitment commitment(String release, List<String> reserve, int bases, int faulty, int clean) {
        return new Commitment(
                Commitment.SCHEMA,
                release,
                SealedSet.planDigest(EXAMINER, VERSION),
                NONCE,
                reserve,
                bases,
                faulty,
                clean);
    }

    private SealedResult open(Path file, Path out) {
        return SealedSet.open(
                file,
                List.of(),
                out,
                EXAMINER,
                VERSION,
                zoo -> new Job(zoo, new Handing(), step -> {}, line -> {}),
                lines::add);
    }

    @Test
    void aSetIsExaminedOnceAndOpenedInOneFolder() throws IOException {
        Path file = folder.resolve("sealed.json");
        commitment(ReleaseDigest.current(), List.of(), 1, 0, 1).write(file);
        Path out = folder.resolve("out");
        SealedResult result = open(file, out);
        assertThat(result.clean()).isEqualTo(1);
        assertThat(result.accused()).isZero();
        assertThat(result.wanted()).isTrue();
        assertThat(result.lines()).anyMatch(line -> line.startsWith("accused     0 of 1 clean models"));
        assertThat(trained).isEqualTo(1);
        assertThat(open(file, out)).isEqualTo(result);
        assertThat(trained).isEqualTo(1);
        assertThat(Files.readAllLines(out.resolve("draws.log"))).containsExactly("sealed-base-001: made");
        assertThat(Files.readAllLines(out.resolve("ledger.jsonl"))).hasSize(1);
        assertThatThrownBy(() -> open(file, folder.resolve("elsewhere")))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("was opened already")
                .hasMessageContaining("used once");
    }

    @Test
    void anotherReleaseOrOtherReserveFilesAreRefused() throws IOException {
        Path other = folder.resolve("other.json");
        commitment("0".repeat(64), List.of(), 1, 0, 1).write(other);
        assertThatThrownBy(() -> open(other, folder.resolve("out"))).hasMessageContaining("sealed for release 0000");
        Path recipe = Files.writeString(folder.resolve("reserve.yaml"), "assay-recipe: 1\n");
        Path reserved = folder.resolve("reserved.json");
        commitment(ReleaseDigest.current(), SealedSet.digests(List.of(recipe)), 1, 0, 1)
                .write(reserved);
        assertThatThrownBy(() -> open(reserved, folder.resolve("out"))).hasMessageContaining("reserve files");
        assertThat(folder.resolve("reserved.json.opened")).doesNotExist();
    }

    @Test
    void aCommitmentIsCheckedAndNeverReplaced() throws IOException {
        Path file = folder.resolve("new").resolve("sealed.json");
        Commitment commitment = commitment("a", List.of("x y.yaml"), 1, 2, 3);
        commitment.write(file);
        assertThat(Commitment.read(file)).isEqualTo(commitment);
        assertThat(Commitment.read(file).digest())
                .isEqualTo(commitment.digest())
                .hasSize(64);
        assertThat(commitment("a", List.of(), 1, 2, 3).digest()).isNotEqualTo(commitment.digest());
        assertThatThrownBy(() -> commitment.write(file)).hasMessageContaining("never replaced");
        assertThatThrownBy(() -> new Commitment(Commitment.SCHEMA, "a", "b", "abcd", List.of(), 1, 1, 1))
                .hasMessageContaining("'abcd'")
                .hasMessageContaining("16 bytes");
        assertThatThrownBy(() -> commitment("a", List.of(), 3, 1, 2)).hasMessageContaining("3 bases");
        Path damaged = Files.writeString(folder.resolve("damaged.json"), "{\"schema\": 1");
        assertThatThrownBy(() -> Commitment.read(damaged)).hasMessageContaining("damaged.json is no commitment");
        Path cut = Files.writeString(
                folder.resolve("cut.json"), Files.readString(file).replace(NONCE, "00"));
        assertThatThrownBy(() -> Commitment.read(cut)).hasMessageContaining("16 bytes");
        assertThatThrownBy(() -> Commitment.read(folder.resolve("none.json"))).hasMessageContaining("readable");
    }

    @Test
    void theSeedIsTheDigestOfTheDocumentedLines() {
        String lines = "assay.sealed/1\nrelease a\nplan " + SealedSet.planDigest(EXAMINER, VERSION) + "\nnonce " + NONCE
                + "\nreserve x y.yaml\nset 1 2 3\n";
        assertThat(java.util.HexFormat.of()
                        .formatHex(commitment("a", List.of("x y.yaml"), 1, 2, 3).seed()))
                .isEqualTo(ReleaseDigest.sha256(lines.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
