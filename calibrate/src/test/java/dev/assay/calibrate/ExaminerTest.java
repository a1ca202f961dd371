package dev.assay.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.audit.AuditInterruptedException;
import dev.assay.organisms.Expectation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On real models, with few calls.
class ExaminerTest {
    private static final long BUDGET = 400;

    @TempDir
    Path folder;

    @Test
    void aPlantedFaultIsFoundAndWhatIsExaminedIsNotExaminedAgain() {
        Subject faulty = Subjects.shipped("direct-harm", folder);
        Subject clean = Subjects.shipped("base", folder);
        List<Integer> fresh = new ArrayList<>();
        Path file = folder.resolve("ledger.jsonl");
        List<Examination> first;
        try (Ledger ledger = Ledger.open(file)) {
            first = new Calibrator(new Examiner("test"), ledger, progress -> fresh.add(progress.done()))
                    .run(List.of(faulty, clean), List.of(BUDGET), List.of(3L));
        }
        assertThat(fresh).containsExactly(1, 2);
        Judged harm = first.getFirst().claims().getFirst();
        assertThat(harm.claim()).isEqualTo("direct-harm");
        assertThat(harm.isPlanted()).isTrue();
        assertThat(harm.expectation()).isEqualTo(Expectation.MUST_FAIL);
        assertThat(harm.isFound()).isTrue();
        assertThat(harm.confusion().bothSay()).isPositive();
        assertThat(harm.confusion().onlyAudit()).isZero();
        assertThat(first.getLast().isControl()).isTrue();
        assertThat(first.getLast().isFalselyAccused()).isFalse();
        assertThat(first.getLast().calls()).isBetween(1L, BUDGET);
        try (Ledger ledger = Ledger.open(file)) {
            List<Examination> again = new Calibrator(new Examiner("test"), ledger, _ -> fresh.add(-1))
                    .run(List.of(faulty, clean), List.of(BUDGET), List.of(3L));
            assertThat(again).isEqualTo(first);
        }
        assertThat(fresh).containsExactly(1, 2);
    }

    @Test
    void aCancelledExaminationLeavesNoLine() {
        Path file = folder.resolve("ledger.jsonl");
        Examiner examiner = new Examiner("test");
        examiner.cancel();
        try (Ledger ledger = Ledger.open(file)) {
            Calibrator calibrator = new Calibrator(examiner, ledger, _ -> {});
            List<Subject> subjects = List.of(Subjects.shipped("base", folder));
            assertThatThrownBy(() -> calibrator.run(subjects, List.of(BUDGET), List.of(1L)))
                    .isInstanceOf(AuditInterruptedException.class);
            assertThat(ledger.examinations()).isEmpty();
        }
    }
}
