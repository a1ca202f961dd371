package dev.assay.agents.mcp;

import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.ToolInfo;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// A connection to an MCP server whose tools a model may call. Safe for many threads. Close it, or its
/// process stays.
///
/// It speaks the Model Context Protocol, 2025-11-25 and the three versions before it
/// (<https://modelcontextprotocol.io/specification/2025-11-25>); tools are all that it asks for. A server's
/// texts reach the model as they are, within bounds: that they may be poisoned is what an audit looks for.
public final class McpClient implements OpenTools {

    private static final List<String> VERSIONS = List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05");
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_PAGES = 100;
    private static final int DESCRIPTION_LENGTH = 8_192;
    private static final int SCHEMA_LENGTH = 65_536;

    private final McpTransport transport;
    private final McpLimits limits;
    private final AtomicLong ids = new AtomicLong();
    private final List<Tool> tools;

    McpClient(McpTransport transport, McpLimits limits) {
        this.transport = transport;
        this.limits = limits;
        try {
            greet();
            this.tools = list();
        } catch (RuntimeException | Error failure) {
            transport.close();
            throw failure;
        }
    }

    /// Connects to a server, starting it where it is a program, and asks for its tools.
    ///
    /// @throws McpException if it cannot be used
    public static McpClient connect(McpServer server, McpLimits limits) {
        Objects.requireNonNull(limits, "limits");
        return new McpClient(
                switch (server) {
                    case McpServer.Stdio program -> new ServerProcess(program).connect(limits);
                    case McpServer.Http address -> new HttpTransport(address, limits);
                },
                limits);
    }

    /// A connection of its own for each sample, so that no sample sees what another did.
    public static Toolbox toolbox(McpServer server, McpLimits limits) {
        return (sample, events) -> connect(server, limits);
    }

    /// The server's tools. Characters that no provider takes in a name are replaced by `_`.
    @Override
    public List<Tool> tools() {
        return tools;
    }

    private void greet() {
        ObjectNode params = JSON.createObjectNode().put("protocolVersion", VERSIONS.getFirst());
        params.putObject("capabilities");
        params.putObject("clientInfo").put("name", "assay").put("version", "0.1.0");
        String version = ask("initialize", params, limits.start())
                .path("protocolVersion")
                .asString("");
        if (!VERSIONS.contains(version)) {
            throw new McpException("The MCP server speaks the protocol '" + shorten(version, 40) + "': known are "
                    + String.join(", ", VERSIONS) + ".");
        }
        transport.agree(version);
        tell("notifications/initialized", JSON.createObjectNode());
    }

    private List<Tool> list() {
        Map<String, Tool> found = new LinkedHashMap<>();
        Set<String> cursors = new HashSet<>();
        ObjectNode params = JSON.createObjectNode();
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonNode result = ask("tools/list", params, limits.start());
            for (JsonNode described : result.path("tools")) {
                McpTool tool = new McpTool(this, described.path("name").asString(""), info(described));
                if (found.put(tool.info().name(), tool) != null) {
                    throw new McpException("The MCP server has two tools called '"
                            + tool.info().name() + "'.");
                }
                if (found.size() > limits.tools()) {
                    throw new McpException("The MCP server has more than " + limits.tools() + " tools.");
                }
            }
            String cursor = result.path("nextCursor").asString("");
            if (cursor.isEmpty()) {
                return List.copyOf(found.values());
            }
            if (!cursors.add(cursor)) {
                throw new McpException("The MCP server lists its tools in a circle.");
            }
            params = JSON.createObjectNode().put("cursor", cursor);
        }
        throw new McpException("The MCP server lists its tools on more than " + MOST_PAGES + " pages.");
    }

    private static ToolInfo info(JsonNode described) {
        String name = described.path("name").asString("").replaceAll("[^A-Za-z0-9_-]", "_");
        if (name.isEmpty() || name.length() > 64) {
            throw new McpException("The MCP server has a tool with the name '" + shorten(name, 80)
                    + "': it needs 1 to 64 characters.");
        }
        JsonNode schema = described.path("inputSchema");
        String text = schema.toString();
        if (!schema.isObject() || !schema.path("type").asString("").equals("object") || text.length() > SCHEMA_LENGTH) {
            throw new McpException("The schema of the MCP tool '" + name + "' is no object schema of at most "
                    + SCHEMA_LENGTH + " characters.");
        }
        return new ToolInfo(name, shorten(described.path("description").asString(""), DESCRIPTION_LENGTH), text);
    }

    /// The result of calling a tool.
    ///
    /// @throws TimeoutException if there is none in time; the server is told that it is no longer wanted
    /// @throws McpException if the server failed, or knows no such method
    JsonNode call(String name, JsonNode arguments) throws TimeoutException, InterruptedException {
        ObjectNode params = JSON.createObjectNode().put("name", name);
        params.set("arguments", arguments);
        ObjectNode request = request("tools/call", params);
        try {
            return transport.request(request, limits.call());
        } catch (TimeoutException late) {
            ObjectNode cancelled = JSON.createObjectNode().put("reason", "timeout");
            cancelled.set("requestId", request.path("id"));
            tell("notifications/cancelled", cancelled);
            throw late;
        }
    }

    private JsonNode ask(String method, ObjectNode params, Duration timeout) {
        try {
            JsonNode response = transport.request(request(method, params), timeout);
            if (!response.path("result").isObject()) {
                throw new McpException("The MCP server answers " + method + " with "
                        + shorten(response.path("error").path("message").asString("neither result nor error"), 200)
                        + ".");
            }
            return response.path("result");
        } catch (TimeoutException late) {
            String said = transport.remark();
            throw new McpException(
                    "The MCP server does not answer " + method + " within " + timeout.toMillis() / 1000.0 + " s"
                            + (said.isEmpty() ? "." : "; it last said: " + said),
                    late);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new McpException("The run was stopped while an MCP server was asked.", interruption);
        }
    }

    private ObjectNode request(String method, ObjectNode params) {
        ObjectNode request = JSON.createObjectNode().put("jsonrpc", "2.0").put("id", ids.incrementAndGet());
        request.put("method", method).set("params", params);
        return request;
    }

    private void tell(String method, ObjectNode params) {
        ObjectNode notification = JSON.createObjectNode().put("jsonrpc", "2.0").put("method", method);
        if (!params.isEmpty()) {
            notification.set("params", params);
        }
        try {
            transport.send(notification);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new McpException("The run was stopped while an MCP server was told.", interruption);
        }
    }

    private static String shorten(String text, int length) {
        return text.length() > length ? text.substring(0, length) + "..." : text;
    }

    /// Ends the connection, and the server's process with all that it started.
    @Override
    public void close() {
        transport.close();
    }
}
