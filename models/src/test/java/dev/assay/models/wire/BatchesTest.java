package dev.assay.models.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.anthropic.AnthropicModel;
import dev.assay.models.http.BatchClient;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.FakeTiming;
import dev.assay.models.openai.OpenAiChatModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class BatchesTest {

    private static final String OPENAI_OUTPUT = """
            {"id":"r1","custom_id":"b","response":{"status_code":200,"request_id":"x","body":{"model":"m","choices":[{"message":{"content":"two"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}},"error":null}

            {"id":"r2","custom_id":"a","response":{"body":{"model":"m","choices":[{"message":{"content":"one"},"finish_reason":"stop"}]},"status_code":200},"error":null}
            """;
    private static final String OPENAI_ERRORS = """
            {"id":"r3","custom_id":"c","response":{"status_code":400,"body":{"error":{"message":"maximum context length is 8"}}},"error":null}
            {"id":"r4","custom_id":"d","response":null,"error":{"code":"batch_expired","message":"too late"}}
            """;
    private static final String ANTHROPIC_RESULTS = """
            {"custom_id":"b","result":{"type":"succeeded","message":{"type":"message","model":"m","content":[{"type":"text","text":"two"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":2}}}}
            {"custom_id":"c","result":{"type":"errored","error":{"type":"error","error":{"type":"invalid_request_error","message":"no"}}}}
            {"custom_id":"d","result":{"type":"expired"}}
            {"custom_id":"a","result":{"type":"succeeded","message":{"type":"message","model":"m","content":[{"type":"text","text":"one"}],"stop_reason":"max_tokens"}}}""";

    private static SequencedMap<String, ModelRequest> requests(String... ids) {
        SequencedMap<String, ModelRequest> requests = new LinkedHashMap<>();
        for (String id : ids) {
            requests.put(
                    id,
                    ModelRequest.of(
                            List.of(ChatMessage.user("Hi " + id)),
                            new GenerateConfig.Builder().maxTokens(9).build()));
        }
        return requests;
    }

    private static BatchClient openAi(ChatServer server) {
        return OpenAiChatModel.named("gpt-4o")
                .baseUrl(server.address() + "/v1")
                .timing(new FakeTiming())
                .environment(variable -> Providers.SECRET)
                .batches();
    }

    private static BatchClient anthropic(ChatServer server) {
        return AnthropicModel.named("claude-sonnet-4-5")
                .baseUrl(server.address())
                .timing(new FakeTiming())
                .environment(variable -> Providers.SECRET)
                .batches();
    }

    private static Map<String, String> fetch(BatchClient client, String batch) {
        Map<String, String> told = new TreeMap<>();
        client.fetch(batch, (id, result) -> {
            String before = told.put(
                    id,
                    switch (result) {
                        case BatchClient.Result.Answered answered ->
                            answered.output().completion() + " "
                                    + answered.output().stopReason();
                        case BatchClient.Result.Failed failed ->
                            failed.failure().kind().name();
                    });
            assertThat(before).as(id).isNull();
        });
        return told;
    }

    @Test
    void openAisBatchIsHandedInLookedAtAndFetched() throws IOException {
        int[] outputs = {0};
        try (ChatServer server = new ChatServer(request -> switch (request.line()
                        .split(" ")[1]) {
                    case "/v1/files" -> ChatServer.json(200, "{\"id\":\"file-in\",\"object\":\"file\"}");
                    case "/v1/batches" -> ChatServer.json(200, "{\"id\":\"batch_1\",\"status\":\"validating\"}");
                    case "/v1/batches/batch_1" ->
                        ChatServer.json(
                                200,
                                "{\"id\":\"batch_1\",\"status\":\"completed\",\"output_file_id\":\"file-out\","
                                        + "\"error_file_id\":\"file-err\",\"request_counts\":{\"total\":4,\"completed\":2,"
                                        + "\"failed\":2}}");
                    case "/v1/files/file-out/content" ->
                        // The first time it breaks off: what was told is not told again.
                        outputs[0]++ == 0
                                ? ChatServer.half(OPENAI_OUTPUT)
                                : ChatServer.reply(200, "application/jsonl", OPENAI_OUTPUT);
                    case "/v1/files/file-err/content" -> ChatServer.reply(200, "application/jsonl", OPENAI_ERRORS);
                    case "/v1/batches/batch_1/cancel" -> ChatServer.json(200, "{\"id\":\"batch_1\"}");
                    default -> ChatServer.json(404, "{}");
                });
                BatchClient client = openAi(server)) {
            assertThat(client.submit(requests("a", "b", "c", "d"))).isEqualTo("batch_1");
            ChatServer.Request upload = server.seen.poll();
            assertThat(upload).isNotNull();
            assertThat(upload.headers().get("content-type")).startsWith("multipart/form-data; boundary=");
            assertThat(upload.headers()).containsEntry("authorization", "Bearer " + Providers.SECRET);
            List<String> lines =
                    upload.body().lines().filter(line -> line.startsWith("{")).toList();
            assertThat(lines).hasSize(4);
            JsonNode first = ChatServer.JSON.readTree(lines.getFirst());
            assertThat(first).isEqualTo(ChatServer.JSON.readTree("""
                    {"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o",
                    "messages":[{"role":"user","content":"Hi a"}],"max_tokens":9}}"""));
            ChatServer.Request created = server.seen.poll();
            assertThat(created).isNotNull();
            assertThat(created.json()).isEqualTo(ChatServer.JSON.readTree("""
                    {"input_file_id":"file-in","endpoint":"/v1/chat/completions","completion_window":"24h"}"""));
            assertThat(client.state("batch_1")).isEqualTo(new BatchClient.State(true, 4, 2, 2, "completed"));
            assertThat(fetch(client, "batch_1"))
                    .isEqualTo(Map.of("a", "one STOP", "b", "two STOP", "c", "CONTEXT_LENGTH", "d", "SERVER_ERROR"));
            assertThat(outputs[0]).isEqualTo(2);
            client.cancel("batch_1");
        }
    }

    @Test
    void anthropicsBatchIsHandedInLookedAtAndFetched() throws IOException {
        try (ChatServer server = new ChatServer(request -> switch (request.line()
                        .split(" ")[1]) {
                    case "/v1/messages/batches" -> ChatServer.json(200, "{\"id\":\"msgbatch_1\"}");
                    case "/v1/messages/batches/msgbatch_1" ->
                        ChatServer.json(
                                200,
                                "{\"id\":\"msgbatch_1\",\"processing_status\":\"in_progress\",\"request_counts\":"
                                        + "{\"processing\":1,\"succeeded\":2,\"errored\":1,\"canceled\":0,\"expired\":0}}");
                    case "/v1/messages/batches/msgbatch_1/results" ->
                        ChatServer.reply(200, "application/x-jsonl", ANTHROPIC_RESULTS);
                    case "/v1/messages/batches/msgbatch_1/cancel" -> ChatServer.json(200, "{\"id\":\"msgbatch_1\"}");
                    default -> ChatServer.json(404, "{}");
                });
                BatchClient client = anthropic(server)) {
            assertThat(client.submit(requests("a", "b"))).isEqualTo("msgbatch_1");
            ChatServer.Request sent = server.seen.poll();
            assertThat(sent).isNotNull();
            assertThat(sent.headers()).containsEntry("anthropic-version", "2023-06-01");
            assertThat(sent.json()).isEqualTo(ChatServer.JSON.readTree("""
                    {"requests":[{"custom_id":"a","params":{"model":"claude-sonnet-4-5","max_tokens":9,
                    "messages":[{"role":"user","content":"Hi a"}]}},{"custom_id":"b","params":{
                    "model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"Hi b"}]}}]}"""));
            assertThat(client.state("msgbatch_1")).isEqualTo(new BatchClient.State(false, 4, 2, 1, "in_progress"));
            assertThat(fetch(client, "msgbatch_1"))
                    .isEqualTo(Map.of("a", "one MAX_TOKENS", "b", "two STOP", "c", "BAD_REQUEST", "d", "SERVER_ERROR"));
            client.cancel("msgbatch_1");
        }
    }

    @Test
    void aBatchIsNeverHandedInTwice() throws IOException {
        try (ChatServer server = new ChatServer(request -> ChatServer.reset());
                BatchClient client = anthropic(server)) {
            assertThatThrownBy(() -> client.submit(requests("a"))).isInstanceOf(ModelException.class);
            assertThat(server.requests).hasValue(1);
        }
    }

    @Test
    void whatMakesNoSenseIsRefusedBeforeTheFirstCall() throws IOException {
        try (ChatServer server = new ChatServer(request -> ChatServer.json(404, "{}"));
                BatchClient client = anthropic(server)) {
            assertThatThrownBy(() -> client.submit(new LinkedHashMap<>())).hasMessageContaining("at least one");
            assertThatThrownBy(() -> client.submit(requests("a b"))).hasMessageContaining("'a b'");
            assertThatThrownBy(() -> client.state("../x")).hasMessageContaining("is no batch");
            SequencedMap<String, ModelRequest> seeded = new LinkedHashMap<>();
            seeded.put("a", ModelRequest.of(List.of(ChatMessage.user("Hi")), GenerateConfig.DEFAULT.withSeed(1)));
            assertThatThrownBy(() -> client.submit(seeded))
                    .isInstanceOfSatisfying(
                            ModelException.class,
                            failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED));
            assertThat(server.requests).hasValue(0);
        }
    }
}
