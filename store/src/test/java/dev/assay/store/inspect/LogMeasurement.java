package dev.assay.store.inspect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// Measures size, time and memory of a log of simple samples, written and read again. Not a test; the
/// command and the figures are in `docs/measurements/inspect-logs.md`.
final class LogMeasurement {

    private LogMeasurement() {}

    /// @param arguments how many samples, and a file to write
    public static void main(String[] arguments) throws IOException {
        int samples = Integer.parseInt(arguments[0]);
        Path file = Path.of(arguments[1]);
        long start = System.nanoTime();
        try (InspectLogWriter writer = InspectLogWriter.open(file, MadeRuns.header(samples, 1))) {
            for (int number = 0; number < samples; number++) {
                writer.append(MadeRuns.simple(number));
            }
            writer.finish(MadeRuns.outcome(samples));
        }
        System.out.printf(
                "written: %d samples, %d bytes, %.3f MB per 1000, %.1f s, %s%n",
                samples, Files.size(file), Files.size(file) / 1e3 / samples, seconds(start), memory());
        start = System.nanoTime();
        try (InspectLog log = InspectLog.open(file)) {
            System.out.printf("opened: %.1f s, %s%n", seconds(start), memory());
            AtomicLong count = new AtomicLong();
            log.forEachSample(sample -> count.incrementAndGet());
            System.out.printf("read: %d samples, %.1f s, %s%n", count.get(), seconds(start), memory());
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    /// The most memory that the process has had so far, as Linux counts it.
    private static String memory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM"))
                .findFirst()
                .orElse("VmHWM unknown")
                .replaceAll("\\s+", " ");
    }
}
