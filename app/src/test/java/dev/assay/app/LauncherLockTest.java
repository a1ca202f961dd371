package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two launchers that find the same folder not built, with a Maven that waits until the test lets it go on.
class LauncherLockTest {

    private static final Path LAUNCHER = Path.of("..", "assay").toAbsolutePath().normalize();

    private static final List<String> PROGRAMS = List.of(
            "sh", "cat", "date", "dirname", "find", "head", "kill", "mkdir", "mktemp", "mv", "rm", "sed", "sleep",
            "stty", "touch", "grep", "wc");

    @TempDir
    private Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void laysOutTheRepository() throws IOException {
        root = Files.createDirectories(folder.resolve("with a blank"));
        Files.copy(LAUNCHER, root.resolve("assay"));
        Files.writeString(root.resolve("pom.xml"), "");
        Files.createDirectories(root.resolve("app/src/main"));
        Files.writeString(root.resolve("app/pom.xml"), "");
        Files.createDirectories(root.resolve("jdk/bin"));
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25\"\n");
        script("jdk/bin/javac", "exit 0");
        script("jdk/bin/java", "echo started");
        script(
                "maven",
                "echo begin >> maven.log; while [ ! -e go ]; do sleep 0.05; done; mkdir -p app/target/assay;"
                        + " echo end >> maven.log");
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(root.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    /// A path with what the launcher needs, and no flock.
    private Path withoutFlock() throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        for (String program : PROGRAMS) {
            Optional<Path> found = Stream.of("/usr/bin", "/bin")
                    .map(place -> Path.of(place, program))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent() && !Files.exists(programs.resolve(program))) {
                Path file =
                        Files.writeString(programs.resolve(program), "#!/bin/sh\nexec " + found.get() + " \"$@\"\n");
                assertThat(file.toFile().setExecutable(true)).isTrue();
            }
        }
        return programs;
    }

    private Process launch(boolean flock) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder("/bin/sh", root.resolve("assay").toString(), "doctor").redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("ASSAY_JAVA_HOME", root.resolve("jdk").toString());
        environment.put("ASSAY_MAVEN", root.resolve("maven").toString());
        environment.put("ASSAY_NO_AOT", "1");
        environment.remove("ASSAY_JAVA_OPTIONS");
        if (!flock) {
            environment.put("PATH", withoutFlock().toString());
        }
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    /// What it prints up to and with the line that holds `words`; blocks until then.
    private static String until(InputStream output, String words) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int read = output.read(); read >= 0; read = output.read()) {
            text.append((char) read);
            if (read == '\n' && text.indexOf(words) >= 0) {
                return text.toString();
            }
        }
        throw new AssertionError("It ended without '" + words + "': " + text);
    }

    private static String rest(Process process) throws IOException, InterruptedException {
        String rest = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(rest).isZero();
        return rest;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theSecondWaitsForTheFirstAndBuildsNothing(boolean flock) throws Exception {
        Process first = launch(flock);
        until(first.getInputStream(), "building (once");
        Process second = launch(flock);
        until(second.getInputStream(), "another ./assay builds here: waiting for it ...");
        Files.writeString(root.resolve("go"), "");
        assertThat(rest(first)).contains("built in").endsWith("started\n");
        assertThat(rest(second)).isEqualTo("started\n");
        assertThat(Files.readAllLines(root.resolve("maven.log"))).containsExactly("begin", "end");
        assertThat(root.resolve(".assay/build.lock.d")).doesNotExist();
    }

    @Test
    void aLockWhoseHolderIsGoneIsTakenOver() throws Exception {
        Path lock = Files.createDirectories(root.resolve(".assay/build.lock.d"));
        Files.writeString(lock.resolve("holder"), gone() + "\n");
        Files.writeString(root.resolve("go"), "");
        assertThat(rest(launch(false))).contains("built in").endsWith("started\n");
        assertThat(lock).doesNotExist();
    }

    /// Maven goes on when the launcher that started it is killed, so nobody else may start one.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKilledLauncherKeepsTheLockUntilMavenEnds(boolean flock) throws Exception {
        Process first = launch(flock);
        try {
            until(first.getInputStream(), "building (once");
            while (!Files.exists(root.resolve("maven.log"))) {
                assertThat(first.isAlive()).isTrue();
            }
            first.destroyForcibly().waitFor();
            Process second = launch(flock);
            assertThat(until(second.getInputStream(), "assay: ")).contains("another ./assay builds here");
            Files.writeString(root.resolve("go"), "");
            assertThat(rest(second)).contains("built in").endsWith("started\n");
            assertThat(Files.readAllLines(root.resolve("maven.log"))).containsExactly("begin", "end", "begin", "end");
        } finally {
            Files.writeString(root.resolve("go"), "");
        }
    }

    @Test
    void theProcessOfAnotherUserIsNotTakenForGone() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/1")), "No process 1 to be seen here.");
        Path lock = Files.createDirectories(root.resolve(".assay/build.lock.d"));
        Path holder = Files.writeString(lock.resolve("holder"), "1\n");
        Files.writeString(root.resolve("go"), "");
        Process waiting = launch(false);
        assertThat(until(waiting.getInputStream(), "assay: ")).contains("another ./assay builds here");
        Files.delete(holder);
        Files.delete(lock);
        assertThat(rest(waiting)).contains("built in").endsWith("started\n");
    }

    @Test
    void aLockThatWasTakenOverMeanwhileIsPutBack() throws Exception {
        Path lock = Files.createDirectories(root.resolve(".assay/build.lock.d"));
        Path holder = lock.resolve("holder");
        Files.writeString(holder, gone() + "\n");
        Files.writeString(root.resolve("go"), "");
        // Between the look at the holder and the move, another has taken the lock.
        Path moved = root.resolve("moved");
        program(
                "mv",
                "[ -e '" + moved + "' ] || echo " + ProcessHandle.current().pid() + " >'" + holder + "'; /bin/mv \"$@\""
                        + " && echo >>'" + moved + "'");
        Process waiting = launch(false);
        assertThat(until(waiting.getInputStream(), "assay: ")).contains("another ./assay builds here");
        assertThat(Files.readAllLines(moved)).hasSize(2);
        assertThat(holder).hasContent(Long.toString(ProcessHandle.current().pid()));
        Files.delete(holder);
        Files.delete(lock);
        assertThat(rest(waiting)).contains("built in").endsWith("started\n");
    }

    @Test
    void whatCannotBeTakenOverIsNotTriedWithoutARest() throws Exception {
        Path lock = Files.createDirectories(root.resolve(".assay/build.lock.d"));
        Files.writeString(lock.resolve("holder"), gone() + "\n");
        Files.writeString(root.resolve("go"), "");
        Path tries = root.resolve("tries");
        Path rests = root.resolve("rests");
        program("mv", "echo >>'" + tries + "'; [ \"$(wc -l <'" + tries + "')\" -gt 3 ] && exec /bin/mv \"$@\"");
        program("sleep", "echo >>'" + rests + "'");
        assertThat(rest(launch(false))).contains("built in").endsWith("started\n");
        assertThat(Files.readAllLines(tries)).hasSize(4);
        assertThat(Files.readAllLines(rests)).hasSize(3);
    }

    private static long gone() throws IOException, InterruptedException {
        Process gone = new ProcessBuilder("/bin/sh", "-c", "exit 0").start();
        gone.waitFor();
        return gone.pid();
    }

    /// Puts another program in the place of one that the launcher calls.
    private void program(String name, String body) throws IOException {
        Path programs = Files.createDirectories(folder.resolve("programs"));
        Path file = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + body + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void aBuildThatFailsGivesTheLockBack() throws Exception {
        script("maven", "echo 'ERROR no'; exit 1");
        for (boolean flock : new boolean[] {true, false}) {
            Process failed = launch(flock);
            String said = new String(failed.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(failed.waitFor()).isEqualTo(2);
            assertThat(said).contains("the build failed").doesNotContain("waiting");
        }
        assertThat(root.resolve(".assay/build.lock.d")).doesNotExist();
    }
}
