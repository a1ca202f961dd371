package dev.assay.agents.mcp;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Carries JSON-RPC messages to a server and back. Safe for many threads.
interface McpTransport extends AutoCloseable {

    /// Sends a request and waits for its response.
    ///
    /// @param request with an id that is a whole number, unique on this transport
    /// @return the response, an object with `result` or `error`
    /// @throws TimeoutException if there is none in time
    /// @throws McpException if the server failed
    /// @throws InterruptedException if the calling thread was interrupted
    JsonNode request(ObjectNode request, Duration timeout) throws TimeoutException, InterruptedException;

    /// Sends a notification.
    ///
    /// @throws McpException if the server failed
    void send(ObjectNode notification) throws InterruptedException;

    /// What the server last said of itself beside the protocol, on one line; empty by default.
    default String remark() {
        return "";
    }

    /// The protocol's version, once it is agreed.
    void agree(String version);

    @Override
    void close();
}
