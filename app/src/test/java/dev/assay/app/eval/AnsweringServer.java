package dev.assay.app.eval;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model's server in this process: a function says what each request gets.
public final class AnsweringServer implements AutoCloseable {

    private static final Pattern NUMBER = Pattern.compile("Question (\\d+)");

    public final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Script script;

    /// Says what a request gets.
    @FunctionalInterface
    public interface Script {

        /// @param question number of the question
        /// @param request number of the request, from 1
        Reply reply(int question, int request) throws InterruptedException;
    }

    /// @param status of HTTP
    /// @param text the answer
    /// @param error whether `text` is the whole body
    public record Reply(int status, String text, boolean error) {

        public Reply(int status, String text) {
            this(status, text, false);
        }

        /// A body of its own instead of a completion.
        public static Reply error(int status, String body) {
            return new Reply(status, body, true);
        }

        public static Reply ok(String text) {
            return new Reply(200, text);
        }
    }

    public AnsweringServer(Script script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/v1/chat/completions", this::answer);
        server.start();
    }

    /// Right on even questions, wrong on odd ones.
    public static AnsweringServer halfRight() throws IOException {
        return new AnsweringServer((question, _) -> Reply.ok(question % 2 == 0 ? "yes" : "no"));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher number = NUMBER.matcher(body);
            Reply reply =
                    script.reply(number.find() ? Integer.parseInt(number.group(1)) : -1, requests.incrementAndGet());
            byte[] bytes = reply.error()
                    ? reply.text().getBytes(StandardCharsets.UTF_8)
                    : ("{\"id\":\"r\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"puppet\",\"choices\":["
                                    + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + reply.text()
                                    + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":12,"
                                    + "\"completion_tokens\":3,\"total_tokens\":15}}")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(reply.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// What `--model` takes.
    public String target() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1#puppet";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
