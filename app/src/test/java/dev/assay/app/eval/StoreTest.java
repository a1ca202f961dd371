package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.RunFolder;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/// `--store`: a journal that is not in the run's folder.
class StoreTest {

    @TempDir
    private Path folder;

    private Path run() {
        return folder.resolve("run");
    }

    private Captured eval(String target, String store) throws IOException {
        Path data = Files.writeString(folder.resolve("questions.jsonl"), """
                {"id": "q0", "input": "Question 0?", "target": "yes"}
                {"id": "q1", "input": "Question 1?", "target": "yes"}
                """);
        return Captured.run(
                "eval", "--data", data.toString(), "--model", target, "--out", run().toString(), "--store", store);
    }

    @Test
    void aRunIsConvertedFromWhereItsJournalIs() throws IOException {
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            Captured begun =
                    eval(server.target(), folder.resolve("elsewhere.db").toString());
            assertThat(begun.code()).as(begun.err()).isZero();
        }
        assertThat(run().resolve("run.db")).doesNotExist();
        Captured converted = Captured.run(
                "logs",
                "convert",
                run().toString(),
                "--to",
                "jsonl",
                "--out",
                folder.resolve("run.jsonl").toString());
        assertThat(converted.code()).as(converted.err()).isZero();
        assertThat(folder.resolve("run.jsonl")).content().hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1:1/runs?user=auditor&password=ab'cdhunter2&ApplicationName=x",
                "jdbc:postgresql://127.0.0.1:1/runs?ApplicationName=x&password=hunter2'ab",
                "jdbc:postgresql://127.0.0.1:1/runs?ApplicationName=x&sslpassword=a b'hunter2\"c"
            })
    void whatIsKeptOfAnAddressHoldsNoPassword(String address) throws IOException {
        assertThat(Store.withoutCredentials(address)).isEqualTo("jdbc:postgresql://127.0.0.1:1/runs?ApplicationName=x");
        Files.createDirectories(run());
        RunFolder home = new RunFolder(run());
        Store.chosen(Optional.of(address), home).note(home);
        assertThat(home.storeFile()).content().doesNotContain("hunter2").doesNotContain("auditor");
    }

    @Test
    void aRunThatWasNeverAnsweredLeavesNothing() throws IOException {
        Path store = folder.resolve("elsewhere.db");
        try (AnsweringServer server = new AnsweringServer((_, _) -> new AnsweringServer.Reply(401, "no"))) {
            assertThat(eval(server.target(), store.toString()).code()).isEqualTo(2);
        }
        assertThat(run()).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(folder.resolve("questions.jsonl"));
        }
    }

    @Test
    void aFileThatIsThereIsNoNewRuns() throws IOException {
        Path store = Files.writeString(folder.resolve("notes.txt"), "mine");
        Captured refused = eval("http://127.0.0.1:1/v1#nobody", store.toString());
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("is there already");
        assertThat(store).hasContent("mine");
        assertThat(run()).doesNotExist();
    }

    @Test
    void theCommandThatIsKeptHoldsNoPassword() {
        EvalCommand command = new EvalCommand(new Console(System.out, System.err, false, 100, new Style(false)));
        String address = "jdbc:postgresql://127.0.0.1:1/runs?password=ab'hunter2";
        for (String[] words : new String[][] {{"--offline", "--store", address}, {"--offline", "--store=" + address}}) {
            new CommandLine(command).parseArgs(words);
            assertThat(command.commandLine())
                    .contains("jdbc:postgresql://127.0.0.1:1/runs")
                    .doesNotContain("hunter2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://auditor:hunter2@127.0.0.1:1/runs",
                "postgresql://auditor:hunter2@127.0.0.1:1/runs",
                "jdbc:mysql://127.0.0.1:1/runs?password=hunter2"
            })
    void anAddressThatIsNoneIsRefusedWithoutItsPassword(String address) throws IOException {
        Captured refused = eval("http://127.0.0.1:1/v1#nobody", address);
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("jdbc:postgresql://host:port/database")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
        assertThat(run()).doesNotExist();
    }
}
