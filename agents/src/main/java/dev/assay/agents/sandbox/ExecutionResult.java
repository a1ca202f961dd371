package dev.assay.agents.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/// What became of a command. All of it is hostile.
///
/// @param end how it ended
/// @param exitCode its own exit code, 128 and the signal's number where a signal ended it; -1 unless it
///     `EXITED`
/// @param output what it wrote to standard output, no longer than the limit
/// @param errors what it wrote to standard error, no longer than the limit
/// @param time wall time
@SuppressWarnings("ArrayRecordComponent")
public record ExecutionResult(End end, int exitCode, byte[] output, byte[] errors, Duration time) {

    public ExecutionResult {
        Objects.requireNonNull(end, "end");
        Objects.requireNonNull(time, "time");
        output = output.clone();
        errors = errors.clone();
    }

    @Override
    public byte[] output() {
        return output.clone();
    }

    @Override
    public byte[] errors() {
        return errors.clone();
    }

    /// Whether it ended by itself with exit code 0.
    public boolean isSuccess() {
        return end == End.EXITED && exitCode == 0;
    }

    /// Standard output as text; what is no UTF-8 becomes U+FFFD.
    public String outputText() {
        return new String(output, StandardCharsets.UTF_8);
    }

    /// Standard error as text; what is no UTF-8 becomes U+FFFD.
    public String errorText() {
        return new String(errors, StandardCharsets.UTF_8);
    }

    /// How a command ended. All but `EXITED` mean that it and all that it started were killed.
    public enum End {
        EXITED,
        TIMEOUT,
        OUTPUT_LIMIT,
        MEMORY_LIMIT,
        DISK_LIMIT
    }
}
