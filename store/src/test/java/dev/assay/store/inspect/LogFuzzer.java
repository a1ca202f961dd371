package dev.assay.store.inspect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a fuzzer feeds: any bytes as a log, read to the end. Nothing but a {@link LogException} may come of
/// it. `docs/measurements/inspect-logs.md` says how to run it under Jazzer.
public final class LogFuzzer {

    private static final Path FILE = file();

    private LogFuzzer() {}

    /// The name and form that Jazzer looks for.
    public static void fuzzerTestOneInput(byte[] log) {
        try {
            Files.write(FILE, log);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        HostileLogsTest.readAll(FILE);
    }

    private static Path file() {
        try {
            Path file = Files.createTempFile("assay-fuzz-", ".eval");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
