package dev.assay.agents.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.agents.Await;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.core.model.ToolCall;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class HostileServerTest {

    private static final McpLimits LIMITS = McpLimits.DEFAULT
            .withStart(Duration.ofSeconds(20))
            .withCall(Duration.ofSeconds(20))
            .withMessageBytes(10_000)
            .withUnsolicited(100);

    private final CountDownLatch ended = new CountDownLatch(1);
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();

    private static final String TOOL = "{\"name\":\"t\",\"description\":\"d\",\"inputSchema\":{\"type\":\"object\"}}";

    /// What a server sends when it has read a message.
    private interface Behaviour {
        void react(JsonNode message, OutputStream out) throws IOException;
    }

    private McpClient connect(McpLimits limits, Behaviour behaviour) throws IOException {
        PipedInputStream toServer = new PipedInputStream(1 << 16);
        PipedInputStream toClient = new PipedInputStream(1 << 16);
        PipedOutputStream fromClient = new PipedOutputStream(toServer);
        PipedOutputStream fromServer = new PipedOutputStream(toClient);
        Thread.ofPlatform().daemon().start(() -> {
            try (fromServer;
                    BufferedReader lines =
                            new BufferedReader(new InputStreamReader(toServer, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    JsonNode message = JsonMapper.shared().readTree(line);
                    heard.add(message);
                    behaviour.react(message, fromServer);
                }
            } catch (IOException closed) {
                // The client has enough.
            }
        });
        return new McpClient(new JsonLines(toClient, fromClient, limits, () -> "", ended::countDown), limits);
    }

    /// A server that behaves until its tool is called, and answers that with `answer`, in which `ID` stands
    /// for the id.
    private McpClient answering(McpLimits limits, String answer) throws IOException {
        return connect(limits, (message, out) -> {
            String id = message.path("id").toString();
            String reply = switch (message.path("method").asString("")) {
                case "initialize" -> result(id, "{\"protocolVersion\":\"2025-06-18\"}");
                case "tools/list" -> result(id, "{\"tools\":[" + TOOL + "]}");
                case "tools/call" -> answer.replace("ID", id);
                default -> "";
            };
            send(out, reply);
        });
    }

    private static String result(String id, String result) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}\n";
    }

    private static void send(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private String call(McpClient client) throws Exception {
        return client.tools().getFirst().call(new ToolCall("1", "t", "{}"));
    }

    private void assertEndsWith(String answer, Class<? extends Exception> type, String message) throws IOException {
        try (McpClient client = answering(LIMITS, answer)) {
            assertThatThrownBy(() -> call(client)).isInstanceOf(type).hasMessageContaining(message);
        }
    }

    @Test
    void theDefaultsAreAsDocumented() {
        assertThat(McpLimits.DEFAULT)
                .isEqualTo(new McpLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), 4 << 20, 128, 10_000));
    }

    @Test
    void whatAToolReturnsIsTold() throws Exception {
        String parts =
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image\",\"mimeType\":\"image/png\","
                        + "\"data\":\"\"},{\"type\":\"x\"},{\"type\":\"resource\",\"resource\":{\"text\":\"r\"}}]}";
        try (McpClient client = answering(LIMITS, result("ID", parts))) {
            assertThat(call(client))
                    .isEqualTo("a\n[image image/png, not shown]\n[content of unknown type, not shown]\nr");
        }
        try (McpClient client = answering(LIMITS, result("ID", "{\"structuredContent\":{\"n\":1}}"))) {
            assertThat(call(client)).isEqualTo("{\"n\":1}");
        }
    }

    @Test
    void errorsOfToolsGoToTheModelAndErrorsOfServersDoNot() throws Exception {
        String error = "{\"jsonrpc\":\"2.0\",\"id\":ID,\"error\":{\"code\":%d,\"message\":\"no\"}}%n";
        assertEndsWith(error.formatted(-32602), ToolException.class, "no");
        assertEndsWith(error.formatted(-32000), ToolException.class, "no");
        assertEndsWith(result("ID", "{\"isError\":true,\"content\":[]}"), ToolException.class, "without a reason");
        assertEndsWith(result("ID", "7"), McpException.class, "with no result");
        assertEndsWith("{\"id\":ID}\n", McpException.class, "with no result");
    }

    @Test
    void aLineWithoutEndEndsTheServer() throws Exception {
        assertEndsWith("x".repeat(40_000), McpException.class, "longer than 10000 bytes");
        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFloodOfMessagesEndsTheServer() throws Exception {
        String flood = "{\"method\":\"notifications/progress\"}\n".repeat(60) + "no json\n".repeat(60);
        assertEndsWith(flood, McpException.class, "more than 100 messages that nobody asked for");
    }

    @Test
    void someNoiseIsNoHarm() throws Exception {
        String noise = "starting...\n\n[]\n{\"id\":999,\"result\":{}}\n{\"id\":\"1\"}\n{\"id\":1e400}\n"
                + "{\"method\":\"notifications/message\"}\n";
        try (McpClient client =
                answering(LIMITS, noise + result("ID", "{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}]}"))) {
            assertThat(call(client)).isEqualTo("ok");
        }
    }

    @Test
    void aServerThatAsksIsAnswered() throws Exception {
        String asks = "{\"id\":\"p\",\"method\":\"ping\"}\n{\"id\":5,\"method\":\"sampling/createMessage\"}\n";
        try (McpClient client = answering(LIMITS, asks + result("ID", "{}"))) {
            assertThat(call(client)).isEmpty();
            Await.until(() -> heard.size() >= 6);
            assertThat(heard.get(4).toString()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"p\",\"result\":{}}");
            assertThat(heard.get(5).path("error").path("code").asInt()).isEqualTo(-32601);
        }
    }

    @Test
    void aServerThatDoesNotAnswerIsToldThatItIsNoLongerWanted() throws Exception {
        try (McpClient client = answering(LIMITS.withCall(Duration.ofMillis(50)), "")) {
            assertThatThrownBy(() -> call(client))
                    .isInstanceOf(ToolException.class)
                    .extracting(failure -> ((ToolException) failure).type())
                    .isEqualTo(ToolErrorType.TIMEOUT);
            Await.until(() -> heard.size() >= 5);
            assertThat(heard.getLast().path("method").asString()).isEqualTo("notifications/cancelled");
        }
    }

    @Test
    void serversThatCannotBeUsedAreRefused() {
        assertRefused("{\"protocolVersion\":\"1999-01-01\"}", "{}", "speaks the protocol '1999-01-01'");
        assertRefused("[]", "{}", "neither result nor error");
        String good = "{\"protocolVersion\":\"2025-11-25\"}";
        assertRefused(good, "{\"tools\":[" + TOOL + "," + TOOL + "]}", "two tools called 't'");
        assertRefused(good, "{\"tools\":[],\"nextCursor\":\"again\"}", "in a circle");
        assertRefused(good, "{\"tools\":[{\"name\":\"t\"}]}", "no object schema");
        assertRefused(good, "{\"tools\":[{\"name\":\"" + "n".repeat(65) + "\"}]}", "1 to 64 characters");
        String many = java.util.stream.IntStream.range(0, 129)
                .mapToObj(i -> TOOL.replace("\"t\"", "\"t" + i + "\""))
                .collect(java.util.stream.Collectors.joining(","));
        assertRefused(good, "{\"tools\":[" + many + "]}", "more than 128 tools");
    }

    private void assertRefused(String greeting, String tools, String message) {
        assertThatThrownBy(() -> connect(LIMITS.withMessageBytes(100_000), (asked, out) -> {
                            String id = asked.path("id").toString();
                            switch (asked.path("method").asString("")) {
                                case "initialize" -> send(out, result(id, greeting));
                                case "tools/list" -> send(out, result(id, tools));
                                default -> {}
                            }
                        })
                        .close())
                .isInstanceOf(McpException.class)
                .hasMessageContaining(message);
    }

    @Test
    void whateverAServerSendsEndsInAnAnswerOrAnError() throws Exception {
        Random random = new Random(9);
        String good = result("ID", "{\"content\":[{\"type\":\"text\",\"text\":\"ok\"}],\"isError\":false}");
        String alphabet = "{}[]\",:0129.eE-truefalsn \n\\";
        for (int round = 0; round < 60; round++) {
            StringBuilder answer = new StringBuilder(good);
            for (int edits = random.nextInt(3); edits >= 0; edits--) {
                answer.setCharAt(
                        random.nextInt(answer.length() - 1), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try (McpClient client = answering(LIMITS.withCall(Duration.ofMillis(60)), answer.toString())) {
                assertThat(call(client)).isNotNull();
            } catch (ToolException | McpException told) {
                assertThat(told.getMessage()).isNotBlank();
            }
        }
    }
}
