package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.journal.EvalJournal;
import dev.assay.core.journal.SampleKey;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.run.Eval;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Task;
import dev.assay.store.SqliteEvalJournal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./assay logs` on a run that was really made and journalled.
class LogsCommandTest {

    @TempDir
    private Path folder;

    private Path run = Path.of("");

    @BeforeEach
    void makeARun() {
        run = folder.resolve("capitals-1125");
        Task task = Task.named("capitals")
                .sample("What is the capital of France?", "Paris")
                .sample("What is the capital of \u001b[2JItaly?", "Rome")
                .build();
        EvalLog log = Eval.run(task, new Parrot());
        try (EvalJournal journal = SqliteEvalJournal.open(run.resolve("run.db"))) {
            journal.begin(
                    new EvalHeader("capitals-1125", log.eval(), log.plan(), "{}", "d1ce57", "./assay eval", "test"));
            int position = 0;
            for (EvalSample sample : log.samples()) {
                journal.append(new SampleKey(position++, 1, 1), sample);
            }
        }
    }

    @Test
    void aRunBecomesALogThatIsShown() throws IOException {
        Captured converted =
                Captured.run("logs", "convert", run.toString(), "--to", "eval", "--out", folder.toString());
        assertThat(converted.err()).isEmpty();
        assertThat(converted.code()).isZero();
        Path file = written(".eval");
        assertThat(converted.out())
                .startsWith("2 samples  ->  ")
                .contains(file.getFileName().toString());

        Captured shown = Captured.run("logs", "show", file.toString());
        assertThat(shown.code()).isZero();
        assertThat(shown.out())
                .contains("capitals   parrot   success")
                .contains("samples   2 = 2 scored + 0 excluded + 0 errored")
                .contains("accuracy 0.5000")
                .contains("1 sample failed")
                .contains("answered: Paris? \\u{1b}[2J   wanted: Rome")
                .doesNotContain("\u001b");
        assertThat(Captured.run("logs", "show", "--json", file.toString()).out())
                .contains("\"task\" : \"capitals\"");
    }

    @Test
    void aRunAndALogBecomeTables() throws IOException {
        assertThat(Captured.run(
                                "logs",
                                "convert",
                                run.toString(),
                                "--to",
                                "jsonl",
                                "--out",
                                folder.resolve("a.jsonl").toString())
                        .code())
                .isZero();
        Captured.run(
                "logs",
                "convert",
                run.toString(),
                "--to",
                "eval",
                "--out",
                folder.resolve("a.eval").toString());
        Captured.run(
                "logs",
                "convert",
                folder.resolve("a.eval").toString(),
                "--to",
                "jsonl",
                "--out",
                folder.resolve("b.jsonl").toString());
        List<String> lines = Files.readAllLines(folder.resolve("a.jsonl"));
        assertThat(lines).hasSize(2).isEqualTo(Files.readAllLines(folder.resolve("b.jsonl")));
        assertThat(lines.getFirst()).startsWith("{\"id\":").contains("\"event\":\"model\"");
        assertThat(Captured.run(
                                "logs",
                                "convert",
                                folder.resolve("a.eval").toString(),
                                "--to",
                                "parquet",
                                "--out",
                                folder.resolve("a.parquet").toString())
                        .code())
                .isZero();
        assertThat(Files.readString(folder.resolve("a.parquet"), java.nio.charset.StandardCharsets.ISO_8859_1))
                .startsWith("PAR1");
    }

    @Test
    void badInputIsOneSentenceAndNothingIsWritten() throws IOException {
        Path text = Files.writeString(folder.resolve("note.txt"), "not a log");
        Path here = folder.resolve("here.jsonl");
        Files.writeString(here, "");
        refused(
                "'" + here + "' exists already",
                "logs",
                "convert",
                run.toString(),
                "--to",
                "jsonl",
                "--out",
                here.toString());
        refused("must be eval, jsonl or parquet", "logs", "convert", run.toString(), "--to", "csv");
        refused(
                "neither a log nor a run",
                "logs",
                "convert",
                folder.resolve("none").toString(),
                "--to",
                "eval");
        refused("neither an archive nor a JSON object", "logs", "show", text.toString());
        refused(
                "is neither a log nor a run",
                "logs",
                "show",
                folder.resolve("none").toString());
        refused(
                "in a folder that is there",
                "logs",
                "convert",
                run.toString(),
                "--to",
                "eval",
                "--out",
                folder.resolve("x/y.eval").toString());
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    private static void refused(String sentence, String... arguments) {
        Captured captured = Captured.run(arguments);
        assertThat(captured.err()).startsWith("error: ").contains(sentence).doesNotContain("\tat ");
        assertThat(captured.code()).isEqualTo(2);
    }

    private Path written(String ending) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /// Answers every question with the same town, and tries to clear the screen.
    private static final class Parrot implements Model {

        @Override
        public String name() {
            return "parrot";
        }

        @Override
        public String fingerprint() {
            return "parrot";
        }

        @Override
        public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
            return ModelOutput.of("parrot", "Paris? \u001b[2J");
        }
    }
}
