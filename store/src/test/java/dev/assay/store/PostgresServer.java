package dev.assay.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server of this process's own, in a temporary folder, on loopback, for the tests that a user's
/// server must pass. Where none is installed, or none can be started, those are skipped. It is stopped when the
/// process ends.
final class PostgresServer {

    static final String USER = "auditor";
    static final String PASSWORD = "s3cret-of-the-test";

    private static @Nullable PostgresServer only;
    private static String reason = "";

    private final Path binaries;
    private final Path folder;
    private final boolean asPostgres;
    private final int port;

    private PostgresServer(Path binaries) throws IOException, InterruptedException {
        this.binaries = binaries;
        this.folder = Files.createTempDirectory("assay-postgres");
        this.asPostgres = "root".equals(System.getProperty("user.name")); // The server refuses to run as root.
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = socket.getLocalPort();
        }
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        if (asPostgres) {
            run(List.of("chown", "-R", "postgres", folder.toString()));
        }
        run(as(
                binaries.resolve("initdb").toString(),
                "-D",
                data(),
                "-U",
                USER,
                "-A",
                "scram-sha-256",
                "--pwfile",
                password.toString(),
                "--no-sync",
                "-E",
                "UTF8"));
        start();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    /// The server, started if it was not; empty where there can be none, for a {@link #reason}.
    static synchronized Optional<PostgresServer> get() {
        if (only == null && reason.isEmpty()) {
            try {
                Optional<Path> binaries = binaries();
                if (binaries.isEmpty()) {
                    reason = "no PostgreSQL server is installed";
                } else {
                    only = new PostgresServer(binaries.get());
                }
            } catch (IOException failure) {
                reason = "PostgreSQL cannot be started here: " + failure.getMessage();
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
                reason = "interrupted";
            }
        }
        return Optional.ofNullable(only);
    }

    static synchronized String reason() {
        return reason;
    }

    private static Optional<Path> binaries() throws IOException {
        List<Path> places = new ArrayList<>();
        for (String place : System.getenv().getOrDefault("PATH", "").split(":")) {
            places.add(Path.of(place));
        }
        places.add(Path.of("/usr/local/pgsql/bin"));
        Path packaged = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(packaged)) {
            try (Stream<Path> versions = Files.list(packaged)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(version -> version.resolve("bin"))
                        .forEach(places::add);
            }
        }
        return places.stream()
                .filter(place ->
                        Files.isExecutable(place.resolve("initdb")) && Files.isExecutable(place.resolve("pg_ctl")))
                .findFirst();
    }

    /// The address, with a database's name and the credentials as parameters.
    String url() {
        return address("postgres") + "?user=" + USER + "&password=" + PASSWORD;
    }

    String address(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    void start() throws IOException, InterruptedException {
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c shared_buffers=16MB";
        run(as(
                binaries.resolve("pg_ctl").toString(),
                "-D",
                data(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options,
                "-w",
                "start"));
    }

    /// @param mode `immediate`, as a fall of the power, or `fast`, as an administrator does
    void stop(String mode) throws IOException, InterruptedException {
        run(as(binaries.resolve("pg_ctl").toString(), "-D", data(), "-m", mode, "-w", "stop"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    private List<String> as(String... command) {
        List<String> whole = new ArrayList<>();
        if (asPostgres) {
            whole.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        whole.addAll(List.of(command));
        return whole;
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("assay-postgres", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(Path.of("/").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
            }
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private void end() {
        try {
            stop("immediate");
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
    }
}
