package dev.assay.models.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A small real HTTP server on the loopback that answers chat completions as a script says, faults
/// included.
public final class ChatServer implements AutoCloseable {

    public static final JsonMapper JSON = new JsonMapper();

    private final ServerSocket listener;
    private final Script script;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread acceptor;
    public final AtomicInteger requests = new AtomicInteger();
    public final ConcurrentLinkedQueue<Request> seen = new ConcurrentLinkedQueue<>();

    /// A request as it came in; header names in lower case.
    public record Request(int number, String line, Map<String, String> headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String lastMessage() {
            JsonNode messages = json().path("messages");
            return messages.path(messages.size() - 1).path("content").stringValue();
        }
    }

    /// What is done with a request.
    public interface Script {
        Reaction react(Request request);
    }

    /// Writes to the connection; returns whether it stays open.
    public interface Reaction {
        boolean write(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    public ChatServer(Script script) throws IOException {
        this.script = script;
        this.listener = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
        this.acceptor = Thread.ofVirtual().start(this::accept);
    }

    public String address() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
    }

    /// The right answer to a prompt, known to server and test.
    public static String truth(String prompt) {
        return "answer " + Integer.toHexString(prompt.hashCode() * 31 + 7);
    }

    public static String completion(String text) {
        return "{\"id\":\"x\",\"model\":\"mock-1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                + JSON.writeValueAsString(text)
                + "},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":3,\"total_tokens\":8}}";
    }

    public static Reaction truthfully(Request request) {
        return json(200, completion(truth(request.lastMessage())));
    }

    public static Reaction json(int status, String body, String... headers) {
        return reply(status, "application/json", body, headers);
    }

    public static Reaction bytes(String type, byte[] body) {
        return reply(200, type, body);
    }

    public static Reaction reply(int status, String type, String body, String... headers) {
        return reply(status, type, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    private static Reaction reply(int status, String type, byte[] bytes, String... headers) {
        return (socket, out) -> {
            out.write(head(status, "Content-Type: " + type + "\r\nContent-Length: " + bytes.length, headers));
            out.write(bytes);
            out.flush();
            return true;
        };
    }

    /// Promises the whole body and closes after half of it.
    public static Reaction half(String body) {
        return (socket, out) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            out.write(head(200, "Content-Type: application/json\r\nContent-Length: " + bytes.length));
            out.write(bytes, 0, bytes.length / 2);
            out.flush();
            return false;
        };
    }

    /// A TCP reset instead of an answer.
    public static Reaction reset() {
        return (socket, out) -> {
            socket.setSoLinger(true, 0);
            return false;
        };
    }

    /// Takes the request and says nothing until the server closes.
    public Reaction hang() {
        return (socket, out) -> {
            closing.await();
            return false;
        };
    }

    /// A byte of an answer now and then, for ever: never silent, never done.
    public static Reaction endless(String head, byte[] chunk) {
        return (socket, out) -> {
            out.write(head(200, head));
            while (true) {
                out.write(chunk);
                out.flush();
            }
        };
    }

    private static byte[] head(int status, String fields, String... headers) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + status + " Mock\r\n" + fields + "\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private void accept() {
        while (true) {
            try {
                Socket socket = listener.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = new java.io.BufferedOutputStream(socket.getOutputStream());
            boolean stays = true;
            while (stays) {
                String line = line(in);
                if (line.isEmpty()) {
                    return;
                }
                Map<String, String> headers = new TreeMap<>();
                for (String header = line(in); !header.isEmpty(); header = line(in)) {
                    int colon = header.indexOf(':');
                    headers.put(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            header.substring(colon + 1).strip());
                }
                byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                Request request = new Request(
                        requests.getAndIncrement(),
                        line,
                        Collections.unmodifiableMap(headers),
                        new String(body, StandardCharsets.UTF_8));
                seen.add(request);
                stays = script.react(request).write(socket, out);
            }
        } catch (IOException | InterruptedException gone) {
            // The client went away, or the server closes.
        } finally {
            open.remove(socket);
        }
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(); read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r') {
                line.write(read);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /// Takes no connection any more, and answers on none. A virtual thread that waits in `accept` keeps the port open
    /// until it has noticed, and may return one more connection: it is waited for.
    @Override
    public void close() throws IOException {
        closing.countDown();
        listener.close();
        try {
            acceptor.join();
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
