package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The launcher's own errors; what it starts is tested through {@link Main}.
class LauncherTest {

    private static final Path LAUNCHER = Path.of("..", "assay").toAbsolutePath().normalize();

    @Test
    void aFolderWithoutJdkIsNamedInOneSentence(@TempDir Path empty) throws Exception {
        Ended ended = launch(Map.of("ASSAY_JAVA_HOME", empty.toString()), "--version");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors())
                .isEqualTo("error: ASSAY_JAVA_HOME is '" + empty
                        + "', which holds no JDK 25 or newer: point it at one, or unset it.\n");
        assertThat(ended.output()).isEmpty();
    }

    @Test
    void anOlderJdkDoesNotServe(@TempDir Path old) throws Exception {
        Files.createDirectories(old.resolve("bin"));
        for (String program : new String[] {"java", "javac"}) {
            Path file = Files.writeString(old.resolve("bin").resolve(program), "#!/bin/sh\nexit 0\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(old.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"17.0.15\"\n");
        Ended ended = launch(Map.of("ASSAY_JAVA_HOME", old.toString()), "doctor");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.errors()).contains("no JDK 25 or newer");
    }

    private record Ended(int code, String output, String errors) {}

    private static Ended launch(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("sh", LAUNCHER.toString()), java.util.stream.Stream.of(arguments))
                .toList());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), output, errors);
    }
}
