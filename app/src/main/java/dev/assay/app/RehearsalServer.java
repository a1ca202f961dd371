package dev.assay.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// A model's server for the rehearsal: it refuses everything, on a free port of this machine.
final class RehearsalServer implements AutoCloseable {

    private static final byte[] ANSWER = """
            {"id":"r","object":"chat.completion","created":1,"model":"rehearsal","choices":[{"index":0,\
            "message":{"role":"assistant","content":"I cannot help with that."},"finish_reason":"stop"}],\
            "usage":{"prompt_tokens":12,"completion_tokens":1,"total_tokens":13}}""".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;

    private RehearsalServer(HttpServer server) {
        this.server = server;
    }

    static RehearsalServer start() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", RehearsalServer::answer);
        server.start();
        return new RehearsalServer(server);
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, ANSWER.length);
            exchange.getResponseBody().write(ANSWER);
        }
    }

    /// What `--model` takes.
    String target() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1#rehearsal";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
