package dev.assay.app.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.eval.AnsweringServer;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run without telemetry loads no class of it, whatever OpenTelemetry's own variables say.
class NothingLoadedTest {

    @TempDir
    private Path folder;

    private String ran(String classPath, int code, String... more) throws IOException, InterruptedException {
        Path data = Files.writeString(
                folder.resolve("q.jsonl"),
                "{\"input\": \"Question 2?\", \"target\": \"yes\"}\n",
                StandardCharsets.UTF_8);
        Path log = folder.resolve("classes.log");
        try (AnsweringServer server = AnsweringServer.halfRight()) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load:file=" + log,
                    "-XX:TieredStopAtLevel=1",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    classPath,
                    "dev.assay.app.Main",
                    "eval",
                    "--data",
                    data.toString(),
                    "--model",
                    server.target(),
                    "--out",
                    folder.resolve("run" + more.length).toString()));
            command.addAll(List.of(more));
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("out.txt").toFile());
            builder.environment().put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
            builder.environment().put("OTEL_TRACES_EXPORTER", "otlp");
            builder.environment().remove("ASSAY_OTEL");
            assertThat(builder.start().waitFor())
                    .as(Files.readString(folder.resolve("out.txt")))
                    .isEqualTo(code);
        }
        return Files.readString(code == 0 ? log : folder.resolve("out.txt"), StandardCharsets.UTF_8);
    }

    private static List<String> ofTelemetry(String log) {
        return Pattern.compile("(?:io\\.opentelemetry|dev\\.assay\\.telemetry)\\.[\\w.$]+")
                .matcher(log)
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }

    @Test
    void neitherOpenTelemetryNorItsRoom() throws Exception {
        String whole = System.getProperty("java.class.path");
        String off = ran(whole, 0);
        assertThat(off).contains("dev.assay.app.eval.EvalExecution");
        assertThat(ofTelemetry(off)).isEmpty();
        // With the option they are needed, as is seen where they are missing.
        String without = Stream.of(whole.split(File.pathSeparator))
                .filter(entry -> !entry.contains("telemetry"))
                .collect(Collectors.joining(File.pathSeparator));
        assertThat(ran(without, 2, "--otel"))
                .contains("telemetry cannot be set up: its libraries are not on the class path; start the program by");
    }
}
