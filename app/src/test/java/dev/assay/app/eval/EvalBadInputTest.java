package dev.assay.app.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong is told in one sentence before the first call; nothing is written and nobody is called.
class EvalBadInputTest {

    @TempDir
    private Path folder;

    private AnsweringServer server;

    @BeforeEach
    void start() throws IOException {
        server = AnsweringServer.halfRight();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> optionsAndSentences() {
        return Stream.of(
                Arguments.of("--data nowhere.jsonl", "There is no file"),
                Arguments.of("--data BAD", "The row has no 'input'"),
                Arguments.of("--task BADTASK", "task.yaml:2"),
                Arguments.of("--task BADTASK --data GOOD", "--data and --task exclude each other"),
                Arguments.of("--data GOOD --scorer model_graded_qa:nobody", "unknown target 'nobody'"),
                Arguments.of("--data GOOD --scorer best", "there is no scorer 'best'"),
                Arguments.of("--data GOOD --scorer exakt", "there is no scorer 'exakt': did you mean 'exact'?"),
                Arguments.of("--data GOOD --scorer patern:a", "did you mean 'pattern:a'?"),
                Arguments.of("--data GOOD --scorer pattern", "--scorer 'pattern' lacks what comes after it"),
                Arguments.of("--data GOOD --seed abc", "--seed 'abc' is no whole number."),
                Arguments.of("--data GOOD --epochs two", "--epochs 'two' is no whole number."),
                Arguments.of("--data GOOD --epochs 99999999999", "--epochs '99999999999' is too large a number."),
                Arguments.of("--data GOOD --scorer pattern:(", "has no regular expression at character"),
                Arguments.of("--data GOOD --scorer exact --scorer exact", "two scorers 'exact'"),
                Arguments.of("--data GOOD --template Answer", "--template: "),
                Arguments.of("--data GOOD --limit 0", "--limit '0' names no sample"),
                Arguments.of("--data GOOD --limit 9-12", "names no sample: good has 2"),
                Arguments.of("--data GOOD --limit ten", "--limit 'ten' is not understood"),
                Arguments.of("--data GOOD --sample-id z", "has no sample 'z'"),
                Arguments.of("--data GOOD --epochs 0", "epochs must be at least 1"),
                Arguments.of("--data GOOD --epochs 2 --epochs-reducer best", "no epochs reducer 'best'"),
                Arguments.of("--data GOOD --epochs 2 --epochs-reducer pass_at_3", "needs at least 3 epochs"),
                Arguments.of("--data GOOD --temperature 3", "--temperature must be in 0 to 2, but is 3"),
                Arguments.of("--data GOOD --temperature hot", "--temperature 'hot' is no number"),
                Arguments.of("--data GOOD --max-tokens 0", "--max-tokens must be 1 to"),
                Arguments.of("--data GOOD --top-k 5", "does not take top_k"),
                Arguments.of("--data GOOD --time-limit soon", "--time-limit 'soon' is no length of time"),
                Arguments.of("--data GOOD --timeout never", "--timeout 'never' is no length of time"),
                Arguments.of("--data GOOD --concurrency 0", "--concurrency must be 1 to"),
                Arguments.of("--data GOOD --max-retries -1", "--max-retries must be 0 to 1000"),
                Arguments.of("--data GOOD --budget much", "--budget 'much' is not understood"),
                Arguments.of("--data GOOD --budget 0calls", "allows nothing"),
                Arguments.of("--data GOOD --budget 5calls,6calls", "give each kind once"),
                Arguments.of("--data GOOD --budget 5USD", "no price of"),
                Arguments.of("--data GOOD --budget 100tokens", "less than one answer may take"),
                Arguments.of("--data GOOD --prices nowhere.yaml", "there is no price table nowhere.yaml"),
                Arguments.of("--data GOOD --prices BADPRICES", "line 3, has no price of at least 0 for output"),
                Arguments.of("--data GOOD --store jdbc:oracle:x", "The store is no address of a PostgreSQL database"),
                Arguments.of("--model nobody/nothing --data GOOD", "unknown target 'nobody/nothing'"),
                Arguments.of("--model openai/gpt-none --data GOOD", "OPENAI_API_KEY is not set"),
                Arguments.of("--resume nowhere --data GOOD", "--resume goes on with the run as it is"),
                Arguments.of("--resume a --retry-errors b", "exclude each other"),
                Arguments.of("--filter-failing a --data GOOD", "from that run's own dataset: leave --data away"),
                Arguments.of("--filter-errors a --task BADTASK", "from that run's own dataset: leave --task away"),
                Arguments.of("--temperature 0", "nothing to ask: name a dataset"));
    }

    @ParameterizedTest
    @MethodSource("optionsAndSentences")
    void isToldInOneSentence(String options, String sentence) throws IOException {
        Path good = Files.writeString(
                folder.resolve("good.jsonl"),
                "{\"id\":\"a\",\"input\":\"Question 1?\",\"target\":\"yes\"}\n"
                        + "{\"id\":\"b\",\"input\":\"Question 2?\",\"target\":\"yes\"}\n");
        Path bad = Files.writeString(
                folder.resolve("bad.jsonl"),
                "{\"id\":\"a\",\"input\":\"Question 1?\",\"target\":\"yes\"}\n{\"id\":\"b\",\"question\":\"?\"}\n");
        Path prices = Files.writeString(folder.resolve("prices.yaml"), "models:\n  a/b:\n    {input: 1, output: -2}\n");
        Path task = Files.writeString(folder.resolve("task.yaml"), "name: t\nquestions: good.jsonl\n");
        Path out = folder.resolve("run");
        String command = "eval " + (options.contains("--model") ? "" : "--model " + server.target() + " ") + options
                + (options.contains("--resume") ? "" : " --out " + out);
        if (options.startsWith("--resume")) {
            command = "eval " + options;
        }
        Captured captured = Captured.run(command.replace("BADTASK", task.toString())
                .replace("BADPRICES", prices.toString())
                .replace("GOOD", good.toString())
                .replace("BAD", bad.toString())
                .split(" "));
        assertThat(captured.err()).startsWith("error: ").contains(sentence).doesNotContain("\tat ");
        assertThat(captured.err().lines()).hasSizeLessThanOrEqualTo(2);
        assertThat(captured.code()).isEqualTo(2);
        assertThat(out).doesNotExist();
        assertThat(server.requests).hasValue(0);
    }
}
