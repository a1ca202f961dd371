package dev.assay.store.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.journal.InMemoryEvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.Status;
import dev.assay.core.task.Score;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalOutcomeTest {

    private final InMemoryEvalJournal journal = new InMemoryEvalJournal();

    @Test
    void theThreeCountsAddUpAndTheFiguresAreOverReducedSamples(@TempDir Path folder) {
        journal.begin(MadeRuns.header(4, 2));
        put(0, 1, 1.0);
        put(0, 2, 0.0);
        put(1, 1, 1.0);
        put(1, 2, Double.NaN);
        put(2, 1, Double.NaN);
        put(2, 2, Double.NaN);
        put(3, 1, 0.0);
        error(3, 2);

        LogOutcome outcome = JournalOutcome.of(journal);

        assertThat(outcome.status()).isEqualTo(Status.SUCCESS);
        assertThat(List.of(outcome.scored(), outcome.excluded(), outcome.errored()))
                .containsExactly(4L, 3L, 1L);
        assertThat(outcome.finished()).isEqualTo(outcome.totalSamples()).isEqualTo(8);
        LogScore includes = outcome.scores().getFirst();
        // 0.5, 1 and 0: mean 1/2, s^2 = 1/4, standard error sqrt(1/4 / 3)
        assertThat(includes.scored()).isEqualTo(3);
        assertThat(includes.unscored()).isEqualTo(1);
        assertThat(includes.metrics().get("accuracy")).isEqualTo(0.5, within(1e-15));
        assertThat(includes.metrics().get("stderr")).isEqualTo(Math.sqrt(1.0 / 12), within(1e-15));

        Path file = folder.resolve("run.eval");
        InspectLogWriter.write(journal, file);
        try (InspectLog log = InspectLog.open(file)) {
            assertThat(log.sampleCount()).isEqualTo(8);
            assertThat(log.header().scores().getFirst()).isEqualTo(includes);
            assertThat(log.header().completedSamples()).isEqualTo(7);
        }
    }

    @Test
    void aRunThatLacksSamplesIsStillStarted() {
        journal.begin(MadeRuns.header(2, 1));
        put(0, 1, 1.0);
        LogOutcome outcome = JournalOutcome.of(journal);
        assertThat(outcome.status()).isEqualTo(Status.STARTED);
        assertThat(outcome.totalSamples()).isEqualTo(2);
        assertThat(outcome.scores().getFirst().metrics().get("stderr")).isNaN();
    }

    @Test
    void aRunThatNeverBeganIsRefused(@TempDir Path folder) {
        assertThatThrownBy(() -> InspectLogWriter.write(journal, folder.resolve("run.eval")))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("no header");
        assertThat(folder).isEmptyDirectory();
    }

    private void put(int position, int epoch, double value) {
        journal.append(
                new SampleKey(position, epoch, 1),
                sample(position, epoch, Map.of("includes", new Score(value, "", "")), Optional.empty()));
    }

    private void error(int position, int epoch) {
        journal.append(
                new SampleKey(position, epoch, 1),
                sample(position, epoch, Map.of(), Optional.of(new EvalError("no answer", ""))));
    }

    private static EvalSample sample(int position, int epoch, Map<String, Score> scores, Optional<EvalError> error) {
        EvalSample simple = MadeRuns.simple(position);
        return new EvalSample(
                simple.id(),
                epoch,
                simple.input(),
                simple.choices(),
                simple.target(),
                simple.messages(),
                simple.output(),
                scores,
                simple.metadata(),
                simple.modelUsage(),
                simple.startedAt(),
                simple.totalTime(),
                simple.workingTime(),
                error,
                simple.errorRetries(),
                simple.limit(),
                simple.events());
    }
}
