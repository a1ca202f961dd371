import com.sun.management.OperatingSystemMXBean;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.engine.EngineOptions;
import dev.assay.engine.LocalModel;
import dev.assay.organisms.Organisms;
import dev.assay.serve.ModelServer;
import dev.assay.serve.ServeSettings;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntToLongFunction;

/// Tokens a second at 64 clients: in the process, over the server, and over the server as streams; in turns, in one run.
///
///     java --add-modules jdk.incubator.vector -cp CLASSES:JARS bench/serve/Throughput.java [REQUESTS [ROUNDS [organism]]]
///
/// CPU seconds are those of all threads, the clients' among them, so that a busy machine disturbs little. The clients share the machine and the JVM with the server; they are plain sockets that are kept open. Each request is
/// a question of its own with a seed of its own, at most 64 tokens, temperature 1.
public class Throughput {

    private static final int CLIENTS = 64;
    private static final OperatingSystemMXBean CPU =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    public static void main(String[] arguments) throws Exception {
        var requests = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 4000;
        var rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var organism = arguments.length > 2 ? arguments[2] : "finch";
        var folder = Organisms.materialise(organism, Files.createTempDirectory("throughput"));
        try (var model = LocalModel.open(organism, folder, EngineOptions.DEFAULT.withPrefixCacheBytes(0));
                var server = ModelServer.start(model, organism, ServeSettings.DEFAULT.withPort(0))) {
            System.out.println("round,way,requests,tokens,seconds,tokens_per_second,tokens_per_cpu_second");
            for (var round = 0; round < rounds; round++) {
                measure(round, "in process", requests, i -> inProcess(model, i));
                measure(round, "server", requests, i -> overHttp(server.port(), organism, i, false));
                measure(round, "server streamed", requests, i -> overHttp(server.port(), organism, i, true));
            }
        }
        System.exit(0);
    }

    private static String question(int i) {
        return "Question " + i + ": what is the colour of iron, and why?";
    }

    private static void measure(int round, String way, int requests, IntToLongFunction ask) throws Exception {
        var next = new AtomicInteger();
        var tokens = new AtomicLong();
        var cpu = CPU.getProcessCpuTime();
        var start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var c = 0; c < CLIENTS; c++) {
                threads.submit(() -> {
                    for (var i = next.getAndIncrement(); i < requests; i = next.getAndIncrement()) {
                        tokens.addAndGet(ask.applyAsLong(i));
                    }
                    return null;
                });
            }
        }
        var seconds = (System.nanoTime() - start) / 1e9;
        var cpuSeconds = (CPU.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf("%d,%s,%d,%d,%.2f,%.0f,%.0f%n", round, way, requests, tokens.get(), seconds,
                tokens.get() / seconds, tokens.get() / cpuSeconds);
    }

    private static long inProcess(LocalModel model, int i) {
        return model.generate(
                        List.of(ChatMessage.user(question(i))),
                        GenerateConfig.DEFAULT.withTemperature(1).withSeed(i).withMaxTokens(64))
                .usage()
                .outputTokens();
    }

    private static final ThreadLocal<Socket> SOCKET = new ThreadLocal<>();
    private static final ThreadLocal<InputStream> IN = new ThreadLocal<>();

    private static long overHttp(int port, String model, int i, boolean stream) {
        try {
            if (SOCKET.get() == null) {
                SOCKET.set(new Socket(InetAddress.getLoopbackAddress(), port));
                SOCKET.get().setTcpNoDelay(true);
                IN.set(new BufferedInputStream(SOCKET.get().getInputStream()));
            }
            var body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"temperature\":1,\"seed\":%d,\"max_tokens\":64%s}"
                    .formatted(model, question(i), i, stream ? ",\"stream\":true,\"stream_options\":{\"include_usage\":true}" : "");
            SOCKET.get().getOutputStream().write(("POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.US_ASCII));
            return completionTokens(answer(IN.get()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(InputStream in) throws IOException {
        var length = -1;
        for (var line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(line.substring(15).strip());
            }
        }
        if (length >= 0) {
            return new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        var text = new StringBuilder();
        while (true) {
            var size = Integer.parseInt(line(in).strip(), 16);
            text.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
            line(in);
            if (size == 0) {
                return text.toString();
            }
        }
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (var c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new IOException("the server hung up");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    private static long completionTokens(String answer) {
        var name = "\"completion_tokens\":";
        var at = answer.indexOf(name);
        if (at < 0) {
            throw new IllegalStateException(answer.substring(0, Math.min(500, answer.length())));
        }
        var end = at + name.length();
        while (Character.isDigit(answer.charAt(end))) {
            end++;
        }
        return Long.parseLong(answer.substring(at + name.length(), end));
    }
}
