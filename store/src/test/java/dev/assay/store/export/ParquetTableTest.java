package dev.assay.store.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files are read by another library than the one that wrote them.
class ParquetTableTest {

    private static final EvalSpec EVAL = new EvalSpec(
            Instant.EPOCH,
            "run-1",
            "capitals",
            "0",
            new EvalDataset("capitals", "", 2, false),
            "openai/quiz",
            "",
            1,
            "mean",
            List.of("includes"),
            List.of(),
            Map.of());

    @TempDir
    private Path folder;

    @Test
    void aRowASample() throws IOException {
        Path file = folder.resolve("run.parquet");
        try (ParquetTable table = ParquetTable.create(file, EVAL)) {
            table.append(sample("a", new Score(0.5, "Paris \ud83d\ude00", "because"), Optional.empty()));
            table.append(sample("b", Score.unscored("no grade"), Optional.of(new EvalError("no answer", ""))));
            table.finish();
        }
        List<Map<String, Object>> rows = rows(file);
        assertThat(rows).hasSize(2);
        assertThat(rows.getFirst())
                .containsEntry("run_id", "run-1")
                .containsEntry("sample_id", "a")
                .containsEntry("epoch", 1L)
                .containsEntry("input", "Where?")
                .containsEntry("target", "Paris\nLutetia")
                .containsEntry("output", "Paris")
                .containsEntry("score_includes", 0.5)
                .containsEntry("answer_includes", "Paris \ud83d\ude00")
                .containsEntry("input_tokens", 3L)
                .containsEntry("total_seconds", 1.5)
                .containsEntry("metadata", "{\"row\":\"1\"}")
                .doesNotContainKey("error");
        assertThat(rows.getLast()).containsEntry("error", "no answer").doesNotContainKey("score_includes");
    }

    @Test
    void anUnfinishedFileLeavesNothing() {
        try (ParquetTable table = ParquetTable.create(folder.resolve("run.parquet"), EVAL)) {
            table.append(sample("a", Score.of(true, ""), Optional.empty()));
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static List<Map<String, Object>> rows(Path file) throws IOException {
        List<Map<String, Object>> rows = new ArrayList<>();
        try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file));
                RowReader row = reader.rowReader()) {
            while (row.hasNext()) {
                row.next();
                Map<String, Object> values = new TreeMap<>();
                for (int column = 0; column < row.getFieldCount(); column++) {
                    if (!row.isNull(column)) {
                        values.put(row.getFieldName(column), row.getValue(column));
                    }
                }
                rows.add(values);
            }
        }
        return rows;
    }

    private static EvalSample sample(String id, Score score, Optional<EvalError> error) {
        ChatMessage question = ChatMessage.user("Where?");
        ModelOutput output = ModelOutput.of("quiz", "Paris");
        return new EvalSample(
                id,
                1,
                List.of(question),
                List.of(),
                Target.of("Paris", "Lutetia"),
                List.of(question, output.message()),
                Optional.of(output),
                Map.of("includes", score),
                Map.of("row", "1"),
                new ModelUsage(3, 1),
                Instant.EPOCH,
                Duration.ofMillis(1500),
                Duration.ofMillis(1400),
                error,
                List.of(),
                Optional.empty(),
                List.of());
    }
}
