package dev.assay.tasks.file;

import dev.assay.agents.mcp.McpClient;
import dev.assay.agents.mcp.McpLimits;
import dev.assay.agents.mcp.McpServer;
import dev.assay.agents.sandbox.Bubblewrap;
import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.model.ModelException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/// An MCP server that a task names.
///
/// @param command program and arguments; empty where it is an address
/// @param url its address; empty where it is a program
/// @param folder where the program is started
/// @param variables names of our variables that the program is given
/// @param headers names of our variables that give the values of headers, by header
/// @param limits what it may take
/// @param servers most connections at once
/// @param line where the task names it
record McpPart(
        List<String> command,
        Optional<URI> url,
        Path folder,
        List<String> variables,
        Map<String, String> headers,
        McpLimits limits,
        int servers,
        int line)
        implements Part {

    private static final Set<String> KEYS =
            Set.of("command", "url", "environment", "headers_from", "start", "call", "servers");

    McpPart {
        command = List.copyOf(command);
        variables = List.copyOf(variables);
        headers = Map.copyOf(headers);
    }

    static McpPart read(YamlFile file, Path folder, YamlNode node) {
        Fields fields = new Fields(file, node, "'mcp'", KEYS);
        if (fields.has("command") == fields.has("url")) {
            throw file.error(fields.line(), "'mcp' needs one of 'command', a program with arguments, and 'url'");
        }
        List<String> command = fields.texts("command");
        if (fields.has("command") && (command.isEmpty() || command.getFirst().isBlank())) {
            throw file.error(fields.lineOf("command"), "'command' needs a program, as in [uvx, mcp-server-time]");
        }
        if (command.stream().anyMatch(word -> word.indexOf('\0') >= 0)) {
            throw file.error(fields.lineOf("command"), "'command' cannot hold a NUL character");
        }
        Optional<URI> url = fields.made("url", text -> McpServer.Http.of(text).endpoint());
        if (fields.has("environment") && url.isPresent()) {
            throw file.error(fields.lineOf("environment"), "'environment' is for a 'command'; use 'headers_from'");
        }
        if (fields.has("headers_from") && url.isEmpty()) {
            throw file.error(fields.lineOf("headers_from"), "'headers_from' is for a 'url'; use 'environment'");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        fields.entries("headers_from").forEach((name, variable) -> headers.put(name, fields.scalar(variable, name)));
        McpLimits limits = McpLimits.DEFAULT;
        if (fields.has("start")) {
            limits = limits.withStart(Sizes.duration(file, fields, "start"));
        }
        if (fields.has("call")) {
            limits = limits.withCall(Sizes.duration(file, fields, "call"));
        }
        return new McpPart(
                command,
                url,
                folder,
                fields.texts("environment"),
                headers,
                limits,
                (int) fields.whole("servers", 1, 4096).orElse(8),
                fields.line());
    }

    /// A connection of its own for each sample, of which there are so many at once; others wait for their turn.
    Toolbox toolbox(YamlFile file, Programs programs) {
        if (!programs.isAllowed()) {
            return (sample, events) -> {
                throw new IllegalStateException("A task that is only read was run.");
            };
        }
        McpServer server = server(file, programs == Programs.ALLOWED_OFFLINE);
        Toolbox each = McpClient.toolbox(server, limits);
        Semaphore slots = new Semaphore(servers, true);
        return (sample, events) -> {
            acquire(slots);
            try {
                OpenTools tools = each.open(sample, events);
                return new OpenTools() {
                    @Override
                    public List<Tool> tools() {
                        return tools.tools();
                    }

                    @Override
                    public void close() {
                        try {
                            tools.close();
                        } finally {
                            slots.release();
                        }
                    }
                };
            } catch (RuntimeException | Error failure) {
                slots.release();
                throw failure;
            }
        };
    }

    private static void acquire(Semaphore slots) {
        try {
            slots.acquire();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    ModelException.Kind.INTERRUPTED, "The run was stopped while a sample waited for its MCP server.");
        }
    }

    private McpServer server(YamlFile file, boolean offline) {
        if (url.isPresent()) {
            if (offline && !isLoopback(url.get())) {
                throw file.error(
                        line,
                        "the MCP server " + url.get() + " is beyond this machine: leave --offline away, or name one on"
                                + " 127.0.0.1");
            }
            Map<String, String> values = new LinkedHashMap<>();
            headers.forEach((name, variable) -> values.put(name, value(file, variable)));
            return file.at(line, () -> new McpServer.Http(url.get(), values));
        }
        Map<String, String> values = new LinkedHashMap<>();
        variables.forEach(name -> values.put(name, value(file, name)));
        McpServer.Stdio program = new McpServer.Stdio(command, values, Optional.of(folder));
        if (!offline) {
            return program;
        }
        Optional<String> obstacle = Bubblewrap.obstacle();
        if (obstacle.isPresent()) {
            String why = obstacle.get();
            throw file.error(
                    line,
                    "with --offline an MCP server is started without a network, which needs bubblewrap: "
                            + (why.endsWith(".") ? why.substring(0, why.length() - 1) : why));
        }
        return program.withoutNetwork();
    }

    private String value(YamlFile file, String variable) {
        String value = System.getenv(variable);
        if (value == null || value.isBlank()) {
            throw file.error(line, "the variable " + Fields.shown(variable) + " is not set, which 'mcp' names: set it");
        }
        return value;
    }

    private static boolean isLoopback(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    @Override
    public List<String> starts() {
        String server =
                " the MCP server '" + Fields.line(url.map(URI::toString).orElse(String.join(" ", command))) + "'";
        return List.of(
                url.isPresent()
                        ? "asks" + server + given("sent", headers.values())
                        : "starts" + server + given("given", variables));
    }

    private static String given(String how, Collection<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        List<String> each =
                names.stream().distinct().sorted().map(Fields::shown).toList();
        return ", which is " + how + " your variable" + (each.size() == 1 ? " " : "s ") + String.join(" and ", each);
    }
}
