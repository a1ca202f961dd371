package dev.assay.agents.mcp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Streamable HTTP: each message is posted, and answered by JSON or by a stream of events.
final class HttpTransport implements McpTransport {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final McpServer.Http server;
    private final McpLimits limits;
    private final HttpClient client;
    private volatile Optional<String> session = Optional.empty();
    private volatile Optional<String> version = Optional.empty();

    HttpTransport(McpServer.Http server, McpLimits limits) {
        this.server = server;
        this.limits = limits;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(limits.start())
                .build();
    }

    @Override
    public JsonNode request(ObjectNode request, Duration timeout) throws TimeoutException, InterruptedException {
        long id = request.path("id").asLong();
        return within(timeout, () -> {
            HttpResponse<InputStream> response = post(request);
            try (InputStream body = response.body()) {
                requireStatus(response.statusCode(), 200);
                response.headers().firstValue("Mcp-Session-Id").ifPresent(value -> session = Optional.of(value));
                String type = response.headers().firstValue("Content-Type").orElse("");
                InputStream bounded = new BoundedInput(body, limits.messageBytes());
                return type.startsWith("text/event-stream")
                        ? fromEvents(bounded, id)
                        : required(JSON.readTree(bounded.readAllBytes()), id);
            }
        });
    }

    @Override
    public void send(ObjectNode notification) throws InterruptedException {
        try {
            within(limits.start(), () -> {
                HttpResponse<InputStream> response = post(notification);
                response.body().close();
                requireStatus(response.statusCode(), 202);
                return true;
            });
        } catch (TimeoutException late) {
            throw new McpException("The MCP server " + server + " does not take notifications in time.", late);
        }
    }

    @Override
    public void agree(String value) {
        version = Optional.of(value);
    }

    private HttpResponse<InputStream> post(ObjectNode message) throws IOException, InterruptedException {
        HttpRequest.Builder request = headers(HttpRequest.newBuilder(server.endpoint()))
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.toString()));
        return client.send(request.build(), BodyHandlers.ofInputStream());
    }

    private HttpRequest.Builder headers(HttpRequest.Builder request) {
        server.headers().forEach(request::setHeader);
        session.ifPresent(value -> request.setHeader("Mcp-Session-Id", value));
        version.ifPresent(value -> request.setHeader("MCP-Protocol-Version", value));
        return request;
    }

    private void requireStatus(int status, int wanted) {
        if (status != wanted && !(wanted == 202 && status == 200)) {
            throw new McpException("The MCP server " + server + " answers with status " + status + ".");
        }
    }

    /// The response among the events; what else the server sends is not for us. The stream as a whole is
    /// bounded, so a server cannot send events for ever.
    private JsonNode fromEvents(InputStream events, long id) throws IOException {
        StringBuilder data = new StringBuilder();
        BufferedReader reader = new BufferedReader(new InputStreamReader(events, StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("data:")) {
                data.append(data.isEmpty() ? "" : "\n").append(line.substring(5).stripLeading());
            } else if (line.isEmpty() && !data.isEmpty()) {
                JsonNode message = JSON.readTree(data.toString());
                if (isResponse(message, id)) {
                    return message;
                }
                data.setLength(0);
            }
        }
        throw new McpException("The MCP server " + server + " ended its stream without an answer.");
    }

    private JsonNode required(JsonNode message, long id) {
        if (!isResponse(message, id)) {
            throw new McpException("The MCP server " + server + " answered something else than it was asked.");
        }
        return message;
    }

    private static boolean isResponse(JsonNode message, long id) {
        return message.path("id").isIntegralNumber()
                && message.path("id").canConvertToLong()
                && message.path("id").asLong() == id
                && !message.has("method");
    }

    private interface Exchange<T> {
        T make() throws IOException, InterruptedException;
    }

    /// A client's own timeout ends with the headers; this one holds for the whole exchange.
    private <T> T within(Duration timeout, Exchange<T> exchange) throws TimeoutException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(exchange::make);
        Thread.ofVirtual().name("assay-mcp-http").start(task);
        try {
            return task.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw switch (Objects.requireNonNull(failure.getCause())) {
                case McpException told -> told;
                case JacksonException noJson ->
                    new McpException("The MCP server " + server + " answers with what is no JSON.", noJson);
                case Throwable other ->
                    new McpException("The MCP server " + server + " cannot be reached: " + describe(other), other);
            };
        } finally {
            task.cancel(true);
        }
    }

    private static String describe(Throwable failure) {
        String message = failure.getMessage();
        return message == null ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        session.ifPresent(value -> {
            try {
                within(Duration.ofSeconds(2), () -> {
                    HttpRequest request = headers(HttpRequest.newBuilder(server.endpoint()))
                            .DELETE()
                            .build();
                    return client.send(request, BodyHandlers.discarding()).statusCode();
                });
            } catch (McpException | TimeoutException gone) {
                // The session ends by itself.
            } catch (InterruptedException interruption) {
                Thread.currentThread().interrupt();
            }
        });
        client.shutdownNow();
    }

    /// A stream that fails when it is longer than it may be.
    private final class BoundedInput extends InputStream {
        private final InputStream from;
        private long left;

        BoundedInput(InputStream from, long most) {
            this.from = from;
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = from.read(buffer, offset, length);
            left -= Math.max(0, read);
            if (left < 0) {
                throw new McpException("The MCP server " + server + " sent a message longer than "
                        + limits.messageBytes() + " bytes.");
            }
            return read;
        }
    }
}
