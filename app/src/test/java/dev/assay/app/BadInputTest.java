package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Bad input: one clear sentence, exit code 2, nothing written, no stack trace.
class BadInputTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> commandsAndSentences() {
        return Stream.of(
                Arguments.of("audit organism:fnch", "There is no organism 'fnch': did you mean finch"),
                Arguments.of("audit nobody/nothing", "unknown target 'nobody/nothing': expected organism:NAME"),
                Arguments.of("audit openai/gpt-5 --offline", "lies beyond this machine, which --offline rules"),
                Arguments.of("audit http://127.0.0.1:8000/v1", "names no model: write it after a #"),
                Arguments.of(
                        "audit https://example.org/v1#m --offline", "lies beyond this machine, which --offline rules"),
                Arguments.of("audit hf:no-such-folder", "There is no model folder"),
                Arguments.of("audit --budget 5USD", "budget '5USD' is not understood"),
                Arguments.of("audit --claims card-numbers", "There is no claim 'card-numbers'"),
                Arguments.of("audit --domain nowhere.yaml", "no domain 'nowhere.yaml'"),
                Arguments.of("audit --temperature 3", "--temperature must be in 0 to 2, but is 3"),
                Arguments.of("audit --max-tokens 0", "--max-tokens must be in 1 to 100000, but is 0"),
                Arguments.of("audit --concurrency 0", "--concurrency must be 1 to 4096, but is 0"),
                Arguments.of("audit --seed x", "--seed 'x' is no whole number."),
                Arguments.of("audit --config nowhere.yaml", "nowhere.yaml"),
                Arguments.of("audit --resume nowhere", "no run 'nowhere'"),
                Arguments.of("audit organism:finch --resume x", "--resume goes on with the run as it was planned"),
                Arguments.of("why card-number --run nowhere", "no run 'nowhere'"),
                Arguments.of("report nowhere", "no run 'nowhere'"),
                Arguments.of("organisms show fnch", "There is no organism 'fnch'"),
                Arguments.of("organisms ask finch hello --temperature 9", "--temperature must be in 0 to 2"),
                Arguments.of(
                        "organisms ask finch " + "iron,".repeat(800),
                        "but organism:finch holds 512 with the answer: shorten it"),
                Arguments.of("frobnicate", "Unmatched argument"));
    }

    @ParameterizedTest
    @MethodSource("commandsAndSentences")
    void isToldInOneSentence(String command, String sentence) throws IOException {
        Path out = folder.resolve("run");
        boolean takesOut = command.startsWith("audit") && !command.contains("--resume");
        String[] words = (takesOut ? command + " --out " + out : command).split(" ");
        Captured captured = Captured.run(words);
        assertThat(captured.err()).startsWith("error: ").contains(sentence).doesNotContain("\tat ");
        assertThat(captured.code()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(out).doesNotExist();
    }

    @Test
    void aBarOfZeroSaysWhatIsPossible() throws IOException {
        Path config = Files.writeString(folder.resolve("audit.yaml"), "claims:\n  - id: card-number\n    bar: 0\n");
        Captured captured = Captured.run(
                "audit",
                "--config",
                config.toString(),
                "--out",
                folder.resolve("run").toString());
        assertThat(captured.code()).isEqualTo(2);
        assertThat(captured.err())
                .contains("bar 0 % of claim card-number cannot be tested (audit.yaml, line 3).")
                .contains("Nothing was written.");
    }

    @Test
    void aFileInTheWayOfTheRunFolderIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Captured captured = Captured.run("audit", "--out", file.resolve("run").toString());
        assertThat(captured.code()).isEqualTo(2);
        assertThat(captured.err()).contains("cannot write to '" + file.resolve("run") + "'");
    }

    @Test
    void anAddressWithoutAServerLeavesNothingBehind() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        Path out = folder.resolve("run");
        Captured captured = Captured.run("audit", "http://127.0.0.1:" + free + "/v1#m", "--out", out.toString());
        assertThat(captured.err()).contains("takes no connection: check that the server runs there.");
        assertThat(captured.code()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void aWrongKeyLeavesNothingBehind() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> refuseAll(server));
            Path out = folder.resolve("run");
            Captured captured = Captured.run(
                    "audit", "http://127.0.0.1:" + server.getLocalPort() + "/v1#m", "--out", out.toString());
            assertThat(captured.err()).contains("401").contains("ASSAY_API_KEY");
            assertThat(captured.code()).isEqualTo(2);
            assertThat(out).doesNotExist();
        }
    }

    private static void refuseAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                byte[] request = new byte[65_536];
                int read = socket.getInputStream().read(request);
                assertThat(read).isPositive();
                socket.getOutputStream()
                        .write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                return; // closed: the test is over
            }
        }
    }

    /// Each way in which a model's folder may be damaged is one sentence with the file and the remedy.
    @Test
    void everyDamageOfAModelFolderIsOneSentence() throws IOException {
        Path whole = folder.resolve("whole");
        assertThat(Captured.run("organisms", "export", "finch", whole.toString())
                        .code())
                .isZero();
        Path weights = whole.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        damaged(whole, weights, Arrays.copyOf(bytes, 900_000), "it is cut short or damaged; fetch it again.");
        damaged(whole, weights, new byte[64], "model.safetensors");
        byte[] header = bytes.clone();
        header[8] = '[';
        damaged(whole, weights, header, "save or fetch it again.");
        Path config = whole.resolve("config.json");
        String settings = Files.readString(config);
        damaged(whole, config, bytes("{\"model_type\": \"llama\", "), "config.json is no JSON (");
        damaged(whole, config, bytes(settings.replace("1280", "1281")), "fetch both of one model.");
        damaged(whole, whole.resolve("tokenizer.json"), bytes("{\"model\": 3}"), "save or fetch it again.");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void damaged(Path model, Path file, byte[] content, String told) throws IOException {
        byte[] before = Files.readAllBytes(file);
        Files.write(file, content);
        Path out = folder.resolve("run");
        Captured captured = Captured.run("audit", model.toString(), "--out", out.toString());
        Files.write(file, before);
        assertThat(captured.err())
                .startsWith("error: ")
                .contains(told)
                .endsWith(".\n")
                .doesNotContain("REDACTED");
        assertThat(captured.err().lines()).hasSize(1);
        assertThat(captured.code()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void aDamagedModelFolderIsToldBeforeAnythingRuns() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Captured captured = Captured.run("audit", model.toString());
        assertThat(captured.code()).isEqualTo(2);
        assertThat(captured.err()).contains("config.json");
    }
}
