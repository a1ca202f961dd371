package dev.assay.agents.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON-RPC, a message a line, over two streams. A thread reads and a thread writes, so a server that neither
/// answers nor reads holds up nothing but its own calls.
final class JsonLines implements McpTransport {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int MOST_WAITING = 1_000;

    private final InputStream from;
    private final OutputStream to;
    private final McpLimits limits;
    private final Supplier<String> remark;
    private final Runnable end;
    private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
    private final BlockingQueue<byte[]> outgoing = new LinkedBlockingQueue<>(MOST_WAITING);
    private final AtomicReference<Optional<McpException>> failure = new AtomicReference<>(Optional.empty());
    private final Thread writer;
    private int unsolicited;

    /// @param remark what the server last said of itself, for messages of errors
    /// @param end ends the server; called when it failed and when this is closed
    JsonLines(InputStream from, OutputStream to, McpLimits limits, Supplier<String> remark, Runnable end) {
        this.from = from;
        this.to = to;
        this.limits = limits;
        this.remark = remark;
        this.end = end;
        Thread.ofPlatform().daemon().name("assay-mcp-read").start(this::read);
        this.writer = Thread.ofPlatform().daemon().name("assay-mcp-write").start(this::write);
    }

    @Override
    public JsonNode request(ObjectNode request, Duration timeout) throws TimeoutException, InterruptedException {
        long id = request.path("id").asLong();
        CompletableFuture<JsonNode> response = new CompletableFuture<>();
        waiting.put(id, response);
        try {
            send(request);
            return response.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof McpException told
                    ? told
                    : new McpException("The MCP server failed.", failed);
        } finally {
            waiting.remove(id);
        }
    }

    @Override
    public void send(ObjectNode message) {
        failure.get().ifPresent(told -> {
            throw told;
        });
        if (!outgoing.offer((message + "\n").getBytes(StandardCharsets.UTF_8))) {
            fail("reads none of its messages");
        }
        // It may have failed since, after which nobody completes what waits.
        failure.get().ifPresent(told -> {
            throw told;
        });
    }

    @Override
    public String remark() {
        return remark.get();
    }

    @Override
    public void agree(String version) {
        // Over streams, nothing says it again.
    }

    private void write() {
        try {
            while (true) {
                to.write(outgoing.take());
                to.flush();
            }
        } catch (IOException closed) {
            // The reader sees the end of the server, and says so.
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        take(line.toString(StandardCharsets.UTF_8));
                        line.reset();
                    } else if (line.size() >= limits.messageBytes()) {
                        fail("sent a message longer than " + limits.messageBytes() + " bytes");
                        return;
                    } else {
                        line.write(buffer[i]);
                    }
                }
                if (failure.get().isPresent()) {
                    return;
                }
            }
            fail("ended");
        } catch (IOException broken) {
            fail("cannot be read: " + broken.getMessage());
        }
    }

    private void take(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<JsonNode> message = parse(line);
        JsonNode id = message.map(node -> node.path("id")).orElse(JSON.missingNode());
        boolean isRequest = message.map(node -> node.path("method").isString()).orElse(false);
        CompletableFuture<JsonNode> asked =
                !isRequest && id.isIntegralNumber() && id.canConvertToLong() ? waiting.remove(id.asLong()) : null;
        if (asked != null) {
            asked.complete(message.orElseThrow());
            return;
        }
        if (++unsolicited > limits.unsolicited()) {
            fail("sent more than " + limits.unsolicited() + " messages that nobody asked for");
        } else if (isRequest && !id.isMissingNode()) {
            answer(message.orElseThrow(), id);
        }
    }

    private static Optional<JsonNode> parse(String line) {
        try {
            JsonNode message = JSON.readTree(line);
            return message.isObject() ? Optional.of(message) : Optional.empty();
        } catch (JacksonException noJson) {
            return Optional.empty();
        }
    }

    /// We can do nothing for a server but say that we are there.
    private void answer(JsonNode request, JsonNode id) {
        ObjectNode reply = JSON.createObjectNode().put("jsonrpc", "2.0");
        reply.set("id", id);
        if (request.path("method").asString().equals("ping")) {
            reply.putObject("result");
        } else {
            reply.putObject("error").put("code", -32601).put("message", "Method not found");
        }
        // A server that asks and does not read loses the answer.
        outgoing.offer((reply + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private void fail(String what) {
        String said = remark.get();
        McpException told =
                new McpException("The MCP server " + what + (said.isEmpty() ? "." : "; it last said: " + said));
        if (failure.compareAndSet(Optional.empty(), Optional.of(told))) {
            end.run();
        }
        waiting.values().forEach(response -> response.completeExceptionally(told));
    }

    @Override
    public void close() {
        writer.interrupt();
        fail("was closed");
        end.run();
    }
}
