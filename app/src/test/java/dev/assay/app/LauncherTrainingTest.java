package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the launcher does for a training, in a copy of the repository's skeleton, with a JDK that prints how it was
/// started and a Maven that notes what it was asked for.
class LauncherTrainingTest {

    private static final Path LAUNCHER = Path.of("..", "assay").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void laysOutTheRepository() throws IOException {
        root = Files.createDirectories(folder.resolve("with a blank"));
        Files.copy(LAUNCHER, root.resolve("assay"));
        past(Files.writeString(root.resolve("pom.xml"), ""));
        for (String room : List.of("core", "engine", "app", "torch")) {
            Files.createDirectories(root.resolve(room).resolve("src/main"));
            past(root.resolve(room).resolve("src/main"));
            past(Files.writeString(root.resolve(room).resolve("pom.xml"), ""));
        }
        Files.createDirectories(root.resolve("app/target/assay"));
        Files.writeString(root.resolve("app/target/assay/.built"), "");
        Files.createDirectories(root.resolve("jdk/bin"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        script("jdk/bin/javac", "exit 0");
        script("jdk/bin/java", "echo \"$OMP_NUM_THREADS $OPENBLAS_NUM_THREADS $*\"");
        script("maven", "echo \"$*\" >> maven.log; mkdir -p torch/target; : > torch/target/assay-torch-1.jar");
    }

    @Test
    void trainingBuildsTheEngineOnceAndPutsItOnTheClassPath() throws Exception {
        String started = launch("organisms", "train", "finch");
        assertThat(started)
                .startsWith("1 1 ")
                .contains("--enable-native-access=ALL-UNNAMED")
                .contains("--sun-misc-unsafe-memory-access=allow")
                .contains("assay.jar:ROOT/torch/target/assay-torch-1.jar:ROOT/torch/target/lib/* "
                        .replace("ROOT", root.toRealPath().toString()))
                .endsWith("dev.assay.app.Main organisms train finch\n");
        assertThat(launch("organisms", "train", "finch")).isEqualTo(started);
        assertThat(builds()).singleElement().asString().contains("-pl torch -am package");
    }

    @Test
    void changedSourcesOfTheEngineBuildItAnew() throws Exception {
        launch("organisms", "train", "finch");
        past(root.resolve("torch/target/.built"));
        Files.writeString(root.resolve("engine/src/main/A.java"), "");
        launch("organisms", "train", "finch");
        assertThat(builds()).filteredOn(build -> build.contains("-pl torch")).hasSize(2);
    }

    @Test
    void nothingElseNeedsTheEngine() throws Exception {
        for (String[] arguments : new String[][] {
            {"organisms", "train", "--help"}, {"organisms", "train"}, {"organisms", "list"}, {"audit", "train", "x"}
        }) {
            assertThat(launch(arguments)).contains("-jar " + root.toRealPath());
        }
        assertThat(root.resolve("maven.log")).doesNotExist();
    }

    @Test
    void telemetryHasItsLibrariesOnTheClassPathWhereAskedFor() throws Exception {
        String program = root.toRealPath() + "/app/target/assay";
        assertThat(launch("eval", "--otel"))
                .contains(
                        "-cp " + program + "/assay.jar:" + program + "/lib/telemetry/* dev.assay.app.Main eval --otel")
                .doesNotContain("-jar");
        assertThat(launch("audit", "--otel-content")).contains("/lib/telemetry/*");
        assertThat(launch("eval"))
                .contains("-jar " + program + "/assay.jar eval")
                .doesNotContain("telemetry");
    }

    @Test
    void everyPathIsOneArgumentAlsoWithABlank() throws Exception {
        script("jdk/bin/java", "printf '%s\\n' \"$@\"");
        Files.writeString(root.resolve("app/target/assay/assay.aot"), "cache");
        String program = root.toRealPath() + "/app/target/assay";
        assertThat(launch("audit", "a target", "--plan").lines())
                .contains(
                        "-XX:AOTCache=" + program + "/assay.aot",
                        "-Dorg.sqlite.lib.path=" + program + "/native",
                        "-Dassay.prepared=" + program + "/prepared")
                .endsWith("-jar", program + "/assay.jar", "audit", "a target", "--plan");
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(root.resolve("maven.log"));
    }

    private static void past(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(1_000)));
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private String launch(String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("sh", root.resolve("assay").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("ASSAY_JAVA_HOME", root.resolve("jdk").toString());
        builder.environment().put("ASSAY_MAVEN", root.resolve("maven").toString());
        builder.environment().remove("ASSAY_JAVA_OPTIONS");
        builder.environment().remove("ASSAY_OTEL");
        builder.environment().remove("OMP_NUM_THREADS");
        builder.environment().remove("OPENBLAS_NUM_THREADS");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return output;
    }
}
