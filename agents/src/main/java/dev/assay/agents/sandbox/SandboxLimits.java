package dev.assay.agents.sandbox;

import java.time.Duration;
import java.util.Objects;

/// What code in a sandbox may take. By default 30 s a command, 1 MiB of output, 512 MiB of memory a process
/// and 1 GiB in all, 64 processes, 64 MiB a file, 256 MiB on disk and 64 MiB of temporary files.
///
/// @param timeout wall time of one command, waiting for its turn aside; more than 0
/// @param outputBytes of standard output and of standard error, each; at least 1
/// @param processBytes private memory of one process (`RLIMIT_DATA`), at least 16 MiB
/// @param memoryBytes resident memory of all processes together, at least 16 MiB; looked at about ten times a
///     second, so it may be overshot for that long
/// @param processes most processes and threads at once, at least 4
/// @param fileBytes largest file, at least 1
/// @param diskBytes all files in the working folder, at least 1; looked at as `memoryBytes` is
/// @param temporaryBytes of `/tmp` and of `/dev/shm`, each, in memory; at least 4096
public record SandboxLimits(
        Duration timeout,
        int outputBytes,
        long processBytes,
        long memoryBytes,
        int processes,
        long fileBytes,
        long diskBytes,
        long temporaryBytes) {

    private static final long MIB = 1 << 20;

    /// The limits above.
    public static final SandboxLimits DEFAULT = new SandboxLimits(
            Duration.ofSeconds(30), 1 << 20, 512 * MIB, 1024 * MIB, 64, 64 * MIB, 256 * MIB, 64 * MIB);

    public SandboxLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be more than 0, but is " + timeout);
        }
        require("outputBytes", outputBytes, 1);
        require("processBytes", processBytes, 16 * MIB);
        require("memoryBytes", memoryBytes, 16 * MIB);
        require("processes", processes, 4);
        require("fileBytes", fileBytes, 1);
        require("diskBytes", diskBytes, 1);
        require("temporaryBytes", temporaryBytes, 4096);
    }

    private static void require(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + " must be at least " + least + ", but is " + value);
        }
    }

    public SandboxLimits withTimeout(Duration value) {
        return new SandboxLimits(
                value, outputBytes, processBytes, memoryBytes, processes, fileBytes, diskBytes, temporaryBytes);
    }

    public SandboxLimits withOutputBytes(int value) {
        return new SandboxLimits(
                timeout, value, processBytes, memoryBytes, processes, fileBytes, diskBytes, temporaryBytes);
    }

    /// Memory of one process and of all together.
    public SandboxLimits withMemory(long aProcess, long together) {
        return new SandboxLimits(
                timeout, outputBytes, aProcess, together, processes, fileBytes, diskBytes, temporaryBytes);
    }

    public SandboxLimits withProcesses(int value) {
        return new SandboxLimits(
                timeout, outputBytes, processBytes, memoryBytes, value, fileBytes, diskBytes, temporaryBytes);
    }

    /// The largest file and all files together.
    public SandboxLimits withDisk(long aFile, long together) {
        return new SandboxLimits(
                timeout, outputBytes, processBytes, memoryBytes, processes, aFile, together, temporaryBytes);
    }
}
