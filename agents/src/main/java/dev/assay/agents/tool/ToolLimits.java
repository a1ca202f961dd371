package dev.assay.agents.tool;

import java.time.Duration;
import java.util.Objects;

/// What a single call of a tool may take. By default 60 s and 16 KiB of text.
///
/// @param timeout wall time of one call, more than 0
/// @param outputBytes of its result in UTF-8, at least 64; what is longer loses its middle
public record ToolLimits(Duration timeout, int outputBytes) {

    /// 60 s and 16 KiB.
    public static final ToolLimits DEFAULT = new ToolLimits(Duration.ofSeconds(60), 16 * 1024);

    public ToolLimits {
        Objects.requireNonNull(timeout, "timeout");
        if (timeout.isZero() || timeout.isNegative()) {
            throw new IllegalArgumentException("A tool's timeout must be more than 0, but is " + timeout);
        }
        if (outputBytes < 64) {
            throw new IllegalArgumentException(
                    "A tool's output limit must be at least 64 bytes, but is " + outputBytes);
        }
    }

    public ToolLimits withTimeout(Duration value) {
        return new ToolLimits(value, outputBytes);
    }

    public ToolLimits withOutputBytes(int value) {
        return new ToolLimits(timeout, value);
    }
}
