package dev.assay.app.eval;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A server of a model that calls tools: a script says what each conversation gets.
final class ActingServer implements AutoCloseable {

    /// What was asked, as it came.
    final List<JsonNode> requests = new CopyOnWriteArrayList<>();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Script script;

    /// Says what a conversation gets.
    @FunctionalInterface
    interface Script {

        /// @param question the first message of the user
        /// @param turn how many answers there are already
        Turn answer(String question, int turn);
    }

    /// An answer: a text, or calls of tools, each a name and its arguments.
    record Turn(String text, List<List<String>> calls) {
        static Turn text(String text) {
            return new Turn(text, List.of());
        }

        static Turn call(String tool, String arguments) {
            return new Turn("", List.of(List.of(tool, arguments.replace('\'', '"'))));
        }

        Turn and(String tool, String arguments) {
            List<List<String>> more = new java.util.ArrayList<>(calls);
            more.add(List.of(tool, arguments.replace('\'', '"')));
            return new Turn(text, more);
        }
    }

    ActingServer(Script script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JsonMapper.shared().readTree(exchange.getRequestBody());
            requests.add(request);
            String question = "";
            int turn = 0;
            for (JsonNode message : request.path("messages")) {
                String role = message.path("role").asString("");
                turn += role.equals("assistant") ? 1 : 0;
                question = question.isEmpty() && role.equals("user") ? text(message.path("content")) : question;
            }
            byte[] bytes = reply(script.answer(question, turn)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String text(JsonNode content) {
        return content.isArray() ? content.path(0).path("text").asString("") : content.asString("");
    }

    private static ObjectNode reply(Turn turn) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("role", "assistant");
        message.put("content", turn.text());
        if (!turn.calls().isEmpty()) {
            ArrayNode calls = message.putArray("tool_calls");
            for (List<String> call : turn.calls()) {
                ObjectNode each =
                        calls.addObject().put("id", "call-" + calls.size()).put("type", "function");
                each.putObject("function").put("name", call.get(0)).put("arguments", call.get(1));
            }
        }
        ObjectNode reply = JsonNodeFactory.instance.objectNode().put("id", "r").put("object", "chat.completion");
        reply.put("created", 1).put("model", "acting");
        ObjectNode choice = reply.putArray("choices").addObject().put("index", 0);
        choice.set("message", message);
        choice.put("finish_reason", turn.calls().isEmpty() ? "stop" : "tool_calls");
        reply.putObject("usage")
                .put("prompt_tokens", 12)
                .put("completion_tokens", 3)
                .put("total_tokens", 15);
        return reply;
    }

    /// What `--model` takes.
    String target() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1#acting";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
