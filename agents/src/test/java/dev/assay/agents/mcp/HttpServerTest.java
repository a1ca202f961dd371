package dev.assay.agents.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ToolCall;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HttpServerTest {

    private static final McpLimits LIMITS = McpLimits.DEFAULT
            .withStart(Duration.ofSeconds(20))
            .withCall(Duration.ofSeconds(20))
            .withMessageBytes(10_000);

    private final List<String> requests = new CopyOnWriteArrayList<>();
    private HttpServer server;

    /// How the server answers a call of its tool.
    private interface Answer {
        void to(HttpExchange exchange, String id) throws IOException;
    }

    private volatile Answer answer = (exchange, id) -> {};

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/mcp", this::handle);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Mcp-Session-Id")
                    + " " + exchange.getRequestHeaders().getFirst("MCP-Protocol-Version") + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            if (body.isEmpty()) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            JsonNode message = JsonMapper.shared().readTree(body);
            String id = message.path("id").toString();
            switch (message.path("method").asString("")) {
                case "initialize" -> {
                    exchange.getResponseHeaders().set("Mcp-Session-Id", "s-1");
                    json(exchange, id, "{\"protocolVersion\":\"2025-11-25\"}");
                }
                case "tools/list" ->
                    json(exchange, id, "{\"tools\":[{\"name\":\"t\",\"inputSchema\":{\"type\":\"object\"}}]}");
                case "tools/call" -> answer.to(exchange, id);
                default -> exchange.sendResponseHeaders(202, -1);
            }
        }
    }

    private static String response(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    }

    private static void json(HttpExchange exchange, String id, String result) throws IOException {
        reply(exchange, 200, "application/json", response(id, result));
    }

    private static void reply(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private McpClient connect(McpLimits limits) {
        return McpClient.connect(
                new McpServer.Http(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp"),
                        Map.of("Authorization", "Bearer k")),
                limits);
    }

    private String call(McpClient client) throws Exception {
        return client.tools().getFirst().call(new ToolCall("1", "t", "{}"));
    }

    private static final String OK = "{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}";

    @Test
    void aSessionIsHeldAndEnded() throws Exception {
        answer = (exchange, id) -> json(exchange, id, OK);
        try (McpClient client = connect(LIMITS)) {
            assertThat(call(client)).isEqualTo("ok");
        }
        assertThat(requests)
                .containsExactly(
                        "POST null null Bearer k",
                        "POST s-1 2025-11-25 Bearer k",
                        "POST s-1 2025-11-25 Bearer k",
                        "POST s-1 2025-11-25 Bearer k",
                        "DELETE s-1 2025-11-25 Bearer k");
    }

    @Test
    void anAnswerMayComeAmongEvents() throws Exception {
        answer = (exchange, id) -> reply(
                exchange,
                200,
                "text/event-stream; charset=utf-8",
                ": hello\n\nevent: message\ndata: {\"method\":\"notifications/progress\"}\n\nid: 7\ndata: "
                        + response(id, OK).replace(",\"result\"", ",\ndata: \"result\"") + "\n\n");
        try (McpClient client = connect(LIMITS)) {
            assertThat(call(client)).isEqualTo("ok");
        }
    }

    @Test
    void wrongAnswersAreErrorsOfTheServer() throws Exception {
        assertFails((exchange, id) -> reply(exchange, 500, "text/plain", "boom"), "answers with status 500");
        assertFails((exchange, id) -> reply(exchange, 404, "text/plain", ""), "answers with status 404");
        assertFails((exchange, id) -> reply(exchange, 200, "text/html", "<html>"), "what is no JSON");
        assertFails((exchange, id) -> json(exchange, "77", OK), "something else than it was asked");
        assertFails((exchange, id) -> reply(exchange, 200, "text/event-stream", "data: {}\n\n"), "without an answer");
        assertFails(
                (exchange, id) -> reply(exchange, 200, "application/json", " ".repeat(20_000)),
                "longer than 10000 bytes");
        assertFails(
                (exchange, id) -> {
                    exchange.getResponseHeaders().set("Location", "http://192.0.2.1/");
                    exchange.sendResponseHeaders(307, -1);
                },
                "answers with status 307");
        assertFails(
                (exchange, id) -> {
                    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
                    exchange.sendResponseHeaders(200, 0);
                    while (true) {
                        exchange.getResponseBody().write("data: {}\n\n".getBytes(StandardCharsets.UTF_8));
                    }
                },
                "longer than 10000 bytes");
        assertFails((exchange, id) -> {}, "cannot be reached");
    }

    private void assertFails(Answer hostile, String message) {
        answer = hostile;
        try (McpClient client = connect(LIMITS)) {
            assertThatThrownBy(() -> call(client))
                    .isInstanceOf(McpException.class)
                    .hasMessageContaining(message);
        }
    }

    @Test
    void aServerThatStallsAfterTheHeadersTimesOut() throws Exception {
        answer = (exchange, id) -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                new java.util.concurrent.CountDownLatch(1).await(30, java.util.concurrent.TimeUnit.SECONDS);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        };
        try (McpClient client = connect(LIMITS.withCall(Duration.ofMillis(300)))) {
            assertThatThrownBy(() -> call(client))
                    .isInstanceOf(ToolException.class)
                    .extracting(failure -> ((ToolException) failure).type())
                    .isEqualTo(ToolErrorType.TIMEOUT);
        }
    }

    @Test
    void whatIsNoAddressIsRefused() {
        assertThatThrownBy(() -> McpServer.Http.of("file:///etc/passwd")).hasMessageContaining("is no address");
        assertThatThrownBy(() -> McpClient.connect(McpServer.Http.of("http://127.0.0.1:1/mcp"), LIMITS))
                .isInstanceOf(McpException.class)
                .hasMessageContaining("cannot be reached");
        assertThat(new McpServer.Http(URI.create("http://h/"), Map.of("Authorization", "secret")).toString())
                .doesNotContain("secret");
    }
}
