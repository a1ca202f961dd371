package dev.assay.agents.mcp;

/// An MCP server cannot be used, or failed under way: it ends a sample as errored. What a tool of the server
/// reports as failed is none: the model is told of it. The message is one sentence; it may quote the server.
public final class McpException extends RuntimeException {

    public McpException(String message) {
        super(message);
    }

    public McpException(String message, Throwable cause) {
        super(message, cause);
    }
}
