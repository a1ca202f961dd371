package dev.assay.app.doctor;

import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.sandbox.Container;
import dev.assay.agents.sandbox.SandboxLimits;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Looks at everything that an audit needs of a machine.
public final class Doctor {

    private static final long SMALL_DISK = 200L << 20;
    private static final long SMALL_MEMORY = 700L << 20;

    private final Map<String, String> environment;
    private final Path workingFolder;

    /// @param environment variables of the process
    /// @param workingFolder where runs would be written
    public Doctor(Map<String, String> environment, Path workingFolder) {
        this.environment = environment;
        this.workingFolder = workingFolder;
    }

    /// Every check, in a fixed order. Writes nothing that stays.
    public List<Check> examine() {
        List<Check> checks = new ArrayList<>();
        checks.add(java(Runtime.version().feature(), System.getProperty("java.home", "?")));
        checks.add(memory(Runtime.getRuntime().maxMemory()));
        checks.add(processors(Runtime.getRuntime().availableProcessors()));
        checks.add(folder(workingFolder));
        checks.add(disk(workingFolder));
        checks.add(temporaryFolder(Path.of(System.getProperty("java.io.tmpdir", "/tmp"))));
        checks.add(sqlite());
        checks.add(startUp());
        checks.add(browser());
        checks.add(sandbox(Bubblewrap.obstacle(), containerEngines()));
        checks.add(keys());
        return List.copyOf(checks);
    }

    static Check java(int feature, String home) {
        return feature >= 25
                ? Check.good("java", feature + " in " + home)
                : Check.bad("java", feature + " in " + home, "Install JDK 25 or newer, or set ASSAY_JAVA_HOME to one.");
    }

    static Check memory(long maxHeap) {
        String finding = megabytes(maxHeap) + " for the program";
        return maxHeap >= SMALL_MEMORY
                ? Check.good("memory", finding)
                : Check.limited("memory", finding, "Free some memory, or raise it: ASSAY_JAVA_OPTIONS=-Xmx1g.");
    }

    static Check processors(int count) {
        return Check.good("processors", Integer.toString(count));
    }

    static Check folder(Path folder) {
        try {
            Path probe = Files.createTempFile(folder, ".assay-doctor", "");
            Files.delete(probe);
            return Check.good("run folder", "runs can be written under " + folder.toAbsolutePath());
        } catch (IOException e) {
            return Check.bad(
                    "run folder",
                    folder.toAbsolutePath() + " cannot be written",
                    "Start Assay in a folder of yours, or name one with --out.");
        }
    }

    static Check disk(Path folder) {
        try {
            FileStore store = Files.getFileStore(folder.toAbsolutePath());
            long free = store.getUsableSpace();
            return free >= SMALL_DISK
                    ? Check.good("disk", megabytes(free) + " free")
                    : Check.limited(
                            "disk",
                            megabytes(free) + " free",
                            "Free at least 200 MB: a run may write tens of megabytes.");
        } catch (IOException e) {
            return Check.limited("disk", "free space is not known", "Make sure that 200 MB are free.");
        }
    }

    static Check temporaryFolder(Path folder) {
        return Files.isDirectory(folder) && Files.isWritable(folder)
                ? Check.good("temporary folder", folder.toString())
                : Check.bad(
                        "temporary folder",
                        folder + " cannot be written",
                        "Set one that you may write to: ASSAY_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER.");
    }

    static Check sqlite() {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select sqlite_version()")) {
            return Check.good("sqlite", rows.next() ? rows.getString(1) : "answers");
        } catch (SQLException | UnsatisfiedLinkError e) {
            return Check.bad(
                    "sqlite",
                    "its native library does not load on " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"),
                    "Let the temporary folder allow programs (no noexec), or name another: "
                            + "ASSAY_JAVA_OPTIONS=-Dorg.sqlite.tmpdir=FOLDER.");
        }
    }

    private Check startUp() {
        Optional<Path> home = Optional.ofNullable(environment.get("ASSAY_HOME")).map(Path::of);
        boolean cached = home.map(root -> Files.exists(root.resolve("app/target/assay/assay.aot")))
                .orElse(false);
        return cached
                ? Check.good("start-up cache", "in use")
                : Check.limited(
                        "start-up cache", "none", "Assay starts about half a second slower; rebuild to make it.");
    }

    private static Check browser() {
        return dev.assay.report.Reports.browser()
                .map(path -> Check.good("browser for --pdf", path.toString()))
                .orElseGet(() -> Check.limited(
                        "browser for --pdf", "none found", "Install Chromium or Chrome, or set CHROME to its path."));
    }

    /// Where models that act may run code.
    static Check sandbox(Optional<String> obstacle, List<String> engines) {
        String containers = engines.isEmpty() ? "no container engine" : String.join(" and ", engines);
        return obstacle.map(why -> Check.limited(
                        "sandbox",
                        why + " (" + containers + ")",
                        "Only needed where models run code: install bubblewrap, or use a container engine."))
                .orElseGet(() -> Check.good(
                        "sandbox", Bubblewrap.with(SandboxLimits.DEFAULT).description() + ", " + containers));
    }

    private static List<String> containerEngines() {
        return Stream.of("docker", "podman")
                .filter(engine -> Container.obstacle(engine).isEmpty())
                .toList();
    }

    private Check keys() {
        boolean set = environment.containsKey("OPENAI_API_KEY");
        return set
                ? Check.good("keys", "OPENAI_API_KEY is set")
                : Check.limited("keys", "none set", "Only needed for hosted models: export OPENAI_API_KEY=...");
    }

    private static String megabytes(long bytes) {
        long megabytes = bytes >> 20;
        return megabytes >= 10_240
                ? String.format(Locale.ROOT, "%,d GB", megabytes >> 10)
                : String.format(Locale.ROOT, "%,d MB", megabytes);
    }
}
