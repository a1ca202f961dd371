package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A disk of a few megabytes for one test; skipped where mounting is not permitted.
final class SmallDisk {

    private SmallDisk() {}

    /// What is done on the disk.
    interface Test {
        void run() throws Exception;
    }

    static void mounted(Path place, String options, Test test) throws Exception {
        Files.createDirectories(place);
        assumeThat(run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()))
                .as("mounting is permitted here")
                .isZero();
        try {
            test.run();
        } finally {
            assertThat(run("umount", place.toString())).isZero();
        }
    }

    /// The command's exit code; -1 where it is not installed.
    static int run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException absent) {
            return -1;
        }
    }
}
