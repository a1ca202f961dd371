package dev.assay.agents.mcp;

import io.modelcontextprotocol.json.jackson3.JacksonMcpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.json.JsonMapper;

/// A server over stdio made with the official Java SDK, run as a process of its own: what our client says
/// must be what others understand.
@SuppressWarnings("deprecation")
public final class SdkServer {

    private static final Map<String, Object> TEXT_ARGUMENT = Map.of(
            "type",
            "object",
            "properties",
            Map.of("text", Map.of("type", "string")),
            "required",
            java.util.List.of("text"));

    private SdkServer() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            // A grandchild that leaves its family: another session, parent gone.
            new ProcessBuilder("sh", "-c", "(setsid sleep " + arguments[0] + " &) ; exit 0")
                    .inheritIO()
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        }
        McpServer.sync(new StdioServerTransportProvider(new JacksonMcpJsonMapper(JsonMapper.shared())))
                .serverInfo("sdk", "1")
                .capabilities(McpSchema.ServerCapabilities.builder().tools(true).build())
                .tools(
                        tool("text.upper", "In capitals.", text -> text.toUpperCase(java.util.Locale.ROOT)),
                        tool(
                                "environment",
                                "Names of variables.",
                                text -> String.join(
                                        ",",
                                        new java.util.TreeSet<>(System.getenv().keySet()))),
                        tool("fail", "Fails.", text -> {
                            throw new IllegalArgumentException("cannot " + text);
                        }))
                .build();
    }

    private static SyncToolSpecification tool(String name, String description, Function<String, String> body) {
        return SyncToolSpecification.builder()
                .tool(McpSchema.Tool.builder()
                        .name(name)
                        .description(description)
                        .inputSchema(TEXT_ARGUMENT)
                        .build())
                .callHandler((exchange, request) -> {
                    try {
                        return CallToolResult.builder()
                                .addTextContent(body.apply(
                                        String.valueOf(request.arguments().get("text"))))
                                .build();
                    } catch (IllegalArgumentException told) {
                        return CallToolResult.builder()
                                .addTextContent(told.getMessage())
                                .isError(true)
                                .build();
                    }
                })
                .build();
    }
}
