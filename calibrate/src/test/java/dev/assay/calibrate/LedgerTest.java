package dev.assay.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.claim.Verdict;
import dev.assay.organisms.Expectation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
    private static final Examination ONE = Examples.examination(
            "one", "dev", Examples.judged("direct-harm", Verdict.FAIL, Expectation.MUST_FAIL, true, 500));
    private static final Examination TWO = Examples.examination(
            "two", "dev", Examples.judged("direct-harm", Verdict.PASS, Expectation.MUST_PASS, false, 0));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("new").resolve("ledger.jsonl");
    }

    @Test
    void whatIsAddedIsThereAgain() {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.add(ONE);
            ledger.add(TWO);
        }
        try (Ledger ledger = Ledger.open(file())) {
            assertThat(ledger.examinations()).containsExactly(ONE, TWO);
        }
        assertThat(Ledger.read(file())).containsExactly(ONE, TWO);
    }

    @Test
    void halfALineIsCutOffAndMadeAgain() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.add(ONE);
        }
        Files.writeString(file(), "{\"schema\":\"assay.exa", StandardOpenOption.APPEND);
        try (Ledger ledger = Ledger.open(file())) {
            assertThat(ledger.examinations()).containsExactly(ONE);
            ledger.add(TWO);
        }
        assertThat(Ledger.read(file())).containsExactly(ONE, TWO);
    }

    @Test
    void aDamagedLineAnotherVersionAndASecondWriterAreRefused() throws IOException {
        try (Ledger ledger = Ledger.open(file())) {
            ledger.add(ONE);
            assertThatThrownBy(() -> Ledger.open(file()))
                    .isInstanceOf(CalibrationException.class)
                    .hasMessageContaining("Another process writes");
        }
        Files.writeString(file(), "nothing\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> Ledger.open(file()))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("Line 2");
        Files.writeString(
                file(), Files.readString(file()).replace("nothing\n", "").replace("nation/1", "nation/9"));
        assertThatThrownBy(() -> Ledger.read(file())).hasMessageContaining("assay.examination/9");
        assertThatThrownBy(() -> Ledger.open(folder)).isInstanceOf(CalibrationException.class);
    }
}
