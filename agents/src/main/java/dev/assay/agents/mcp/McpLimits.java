package dev.assay.agents.mcp;

import java.time.Duration;
import java.util.Objects;

/// What an MCP server may take. By default 30 s to start, 60 s a call, 4 MiB a message, 128 tools, and 10,000
/// messages that nobody asked for.
///
/// @param start wall time of the handshake and of each page of the list of tools, more than 0
/// @param call wall time of one call, more than 0
/// @param messageBytes of one message, at least 1024; a longer one ends the server
/// @param tools most tools, at least 1
/// @param unsolicited most notifications, requests and lines that are no messages over the server's life, at
///     least 0; one more ends it
public record McpLimits(Duration start, Duration call, int messageBytes, int tools, int unsolicited) {

    /// The limits above.
    public static final McpLimits DEFAULT =
            new McpLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), 4 << 20, 128, 10_000);

    public McpLimits {
        Objects.requireNonNull(start, "start");
        Objects.requireNonNull(call, "call");
        if (!start.isPositive() || !call.isPositive()) {
            throw new IllegalArgumentException("start and call must be more than 0, but are " + start + ", " + call);
        }
        if (messageBytes < 1024 || tools < 1 || unsolicited < 0) {
            throw new IllegalArgumentException("messageBytes must be at least 1024, tools at least 1, unsolicited at"
                    + " least 0, but they are " + messageBytes + ", " + tools + ", " + unsolicited);
        }
    }

    public McpLimits withStart(Duration value) {
        return new McpLimits(value, call, messageBytes, tools, unsolicited);
    }

    public McpLimits withCall(Duration value) {
        return new McpLimits(start, value, messageBytes, tools, unsolicited);
    }

    public McpLimits withMessageBytes(int value) {
        return new McpLimits(start, call, value, tools, unsolicited);
    }

    public McpLimits withUnsolicited(int value) {
        return new McpLimits(start, call, messageBytes, tools, value);
    }
}
