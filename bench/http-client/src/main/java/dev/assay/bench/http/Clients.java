package dev.assay.bench.http;

import com.sun.management.OperatingSystemMXBean;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.models.http.HostedModel;
import dev.assay.models.openai.OpenAiChatModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// CPU a request of one client against the mock, with as many virtual threads as connections. `assay` is a whole call
/// of a model: writing the request, the limit of calls at once, sending, reading the answer.
public final class Clients {

    private static final byte[] BODY = ("{\"model\":\"mock\",\"messages\":[{\"role\":\"system\",\"content\":"
                    + "\"Answer in one word.\"},{\"role\":\"user\",\"content\":\"What is the capital of France? (question 12345)"
                    + "\"}],\"temperature\":0.0,\"max_tokens\":256}")
            .getBytes(StandardCharsets.UTF_8);

    private Clients() {}

    private interface Request {
        void send(int number) throws Exception;
    }

    /// @param arguments client, port, connections, requests, requests before those
    public static void main(String[] arguments) throws Exception {
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        String client = arguments[0];
        int port = Integer.parseInt(arguments[1]);
        int connections = Integer.parseInt(arguments[2]);
        int requests = Integer.parseInt(arguments[3]);
        Request request = request(client, port, connections);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        request.send(0);
        long first = System.currentTimeMillis() - start;
        double firstCpu = system.getProcessCpuTime() / 1e6;
        run(request, connections, Integer.parseInt(arguments[4]));
        long cpu = system.getProcessCpuTime();
        long time = System.nanoTime();
        run(request, connections, requests);
        double seconds = (System.nanoTime() - time) / 1e9;
        System.out.printf(
                "%-8s c=%d first=%d ms (%.0f ms CPU) %.0f requests/s cpu=%.1f us a request, peak %s%n",
                client,
                connections,
                first,
                firstCpu,
                requests / seconds,
                (system.getProcessCpuTime() - cpu) / 1e3 / requests,
                peakMemory());
        System.exit(0);
    }

    private static Request request(String client, int port, int connections) throws Exception {
        if (!client.equals("assay")) {
            Calls.Call call = Calls.of(client, "127.0.0.1", port, connections);
            return number -> {
                if (call.post(BODY).length < 100) {
                    throw new IOException("too short an answer");
                }
            };
        }
        HostedModel model = OpenAiChatModel.named("mock")
                .baseUrl("http://127.0.0.1:" + port + "/v1")
                .maxConnections(connections)
                .build();
        return number -> model.generate(
                List.of(
                        ChatMessage.system("Answer in one word."),
                        ChatMessage.user("What is the capital of France? (question " + number + ")")),
                GenerateConfig.DEFAULT);
    }

    private static void run(Request request, int connections, int requests) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(requests);
        List<Thread> threads = new ArrayList<>();
        for (int index = 0; index < connections; index++) {
            threads.add(Thread.ofVirtual().start(() -> {
                for (int number = left.getAndDecrement(); number > 0; number = left.getAndDecrement()) {
                    try {
                        request.send(number);
                    } catch (Exception failure) {
                        failure.printStackTrace();
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static String peakMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.substring(6).strip())
                .findFirst()
                .orElse("unknown");
    }
}
