package dev.assay.models.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.models.http.ApiKey;
import dev.assay.models.http.ChatServer;
import dev.assay.models.http.EndpointSettings;
import dev.assay.models.http.FakeTiming;
import dev.assay.models.http.HostedModel;
import dev.assay.models.http.RetryCounts;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class OpenAiChatModelTest {

    private static final String SECRET = "sk-very-secret-0123456789";
    private static final List<ChatMessage> QUESTION = List.of(ChatMessage.user("What is the capital of France?"));
    private static final String TRUTH = ChatServer.truth("What is the capital of France?");

    private final FakeTiming timing = new FakeTiming();
    private final RetryCounts retries = new RetryCounts();
    private final List<AutoCloseable> closing = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : closing.reversed()) {
            resource.close();
        }
    }

    private ChatServer serve(ChatServer.Script script) throws IOException {
        ChatServer server = new ChatServer(script);
        closing.add(server);
        return server;
    }

    private OpenAiChatModelBuilder settings(String baseUrl) {
        return OpenAiChatModel.named("mock-1")
                .baseUrl(baseUrl)
                .timing(timing)
                .onRetry(retries)
                .environment(variable -> variable.equals("OPENAI_API_KEY") ? SECRET : null);
    }

    private HostedModel model(OpenAiChatModelBuilder settings) {
        HostedModel model = settings.build();
        closing.add(model);
        return model;
    }

    private HostedModel model(ChatServer server) {
        return model(settings(server.baseUrl()));
    }

    /// Answers the first requests with `faults`, one each, and all later ones truthfully.
    private static ChatServer.Script first(ChatServer.Reaction... faults) {
        return request -> request.number() < faults.length ? faults[request.number()] : ChatServer.truthfully(request);
    }

    private static ModelException failure(HostedModel model, Kind kind) {
        ModelException failure =
                catchThrowableOfType(ModelException.class, () -> model.generate(QUESTION, GenerateConfig.DEFAULT));
        assertThat(failure).isNotNull();
        assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(failure.getMessage()).endsWith(".").doesNotContain("\n").doesNotContain(SECRET);
        return failure;
    }

    @Test
    void theRequestCarriesEverySetting() throws IOException {
        ChatServer server = serve(ChatServer::truthfully);
        GenerateConfig config = GenerateConfig.DEFAULT
                .withTemperature(0.7)
                .withTopP(0.9)
                .withMaxTokens(17)
                .withSeed(42)
                .withStop(List.of("END", "\n"))
                .withLogprobs(true);
        model(server)
                .generate(
                        List.of(ChatMessage.system("Be brief."), ChatMessage.user("Hi \uD83D\uDE00 \uD83D \0")),
                        config);
        ChatServer.Request request = server.seen.element();
        assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
        assertThat(request.headers())
                .containsEntry("authorization", "Bearer " + SECRET)
                .containsEntry("content-type", "application/json");
        JsonNode expected = ChatServer.JSON.readTree("""
                {"model":"mock-1","messages":[{"role":"system","content":"Be brief."},
                {"role":"user","content":"Hi \\ud83d\\ude00 \\ud83d \\u0000"}],"temperature":0.7,"top_p":0.9,
                "max_tokens":17,"seed":42,"stop":["END","\\n"],"logprobs":true}""");
        assertThat(request.json()).isEqualTo(expected);
    }

    @Test
    void whatIsNotSetIsNotSent() throws IOException {
        ChatServer server = serve(ChatServer::truthfully);
        model(settings(server.baseUrl())
                        .tokenLimitField("max_completion_tokens")
                        .keyFromEnvironment("NOT_SET"))
                .generate(QUESTION, GenerateConfig.DEFAULT);
        ChatServer.Request request = server.seen.element();
        assertThat(request.json().propertyNames())
                .containsExactly("model", "messages", "temperature", "max_completion_tokens");
        assertThat(request.headers()).doesNotContainKey("authorization");
    }

    @Test
    void topKIsRefusedAndNotDropped() throws IOException {
        ChatServer server = serve(ChatServer::truthfully);
        HostedModel model = model(server);
        assertThatThrownBy(() -> model.generate(QUESTION, GenerateConfig.DEFAULT.withTopK(40)))
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.UNSUPPORTED))
                .hasMessageContaining("top_k");
        assertThat(server.requests).hasValue(0);
    }

    @Test
    void theAnswerIsReadWhole() throws IOException {
        ChatServer server = serve(request -> ChatServer.json(200, """
                {"model":"mock-1-0613","choices":[{"message":{"content":"Paris \\ud83d\\ude00"},"finish_reason":"length",
                "logprobs":{"content":[{"token":"Par","logprob":-0.25},{"token":"is","logprob":-1e-9}]}}],
                "usage":{"prompt_tokens":11,"completion_tokens":2}}"""));
        HostedModel model = model(server);
        ModelOutput output = model.generate(QUESTION, GenerateConfig.DEFAULT.withLogprobs(true));
        assertThat(output)
                .isEqualTo(new ModelOutput(
                        "mock-1-0613",
                        "Paris \uD83D\uDE00",
                        StopReason.MAX_TOKENS,
                        new ModelUsage(11, 2),
                        Duration.ZERO,
                        List.of(new TokenLogprob("Par", -0.25), new TokenLogprob("is", -1e-9))));
        assertThat(model.generate(QUESTION, GenerateConfig.DEFAULT).logprobs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"content\":null}|``",
                "{}|``",
                "{\"content\":\"\"}|``",
                "{\"content\":null,\"refusal\":\"I will not.\"}|I will not.",
                "{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}|ab",
                "{\"content\":[{\"type\":\"thinking\"},{\"type\":\"text\",\"text\":\"b\"}]}|b",
            })
    void contentComesInManyShapes(String message, String expected) throws IOException {
        ChatServer server = serve(request -> ChatServer.json(200, "{\"choices\":[{\"message\":" + message + "}]}"));
        ModelOutput output = model(server).generate(QUESTION, GenerateConfig.DEFAULT);
        assertThat(output.completion()).isEqualTo(expected);
        assertThat(output.stopReason()).isEqualTo(StopReason.UNKNOWN);
        assertThat(output.usage()).isEqualTo(ModelUsage.NONE);
        assertThat(output.model()).isEqualTo("mock-1");
    }

    @ParameterizedTest
    @CsvSource({
        "stop,STOP",
        "length,MAX_TOKENS",
        "content_filter,CONTENT_FILTER",
        "model_length,MODEL_LENGTH",
        "tool_calls,TOOL_CALLS",
        "odd,UNKNOWN"
    })
    void finishReasonsAreTranslated(String reason, StopReason expected) throws IOException {
        ChatServer server = serve(request -> ChatServer.json(
                200, "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"" + reason + "\"}]}"));
        assertThat(model(server).generate(QUESTION, GenerateConfig.DEFAULT).stopReason())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{\"choices\":[{\"message\":{\"content\":\"Par",
                "null",
                "[]",
                "{\"choices\":[]}",
                "{\"choices\":[{\"message\":{\"content\":7}}]}",
                "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"error\"}]}",
                "{\"error\":{\"message\":\"overloaded\",\"code\":529}}"
            })
    void anAnswerThatIsNoneIsAskedForAgain(String body) throws IOException {
        ChatServer server = serve(first(ChatServer.json(200, body)));
        assertThat(model(server).generate(QUESTION, GenerateConfig.DEFAULT).completion())
                .isEqualTo(TRUTH);
        assertThat(retries.byKind()).containsOnlyKeys(Kind.MALFORMED).containsEntry(Kind.MALFORMED, 1L);
    }

    @Test
    void anErrorUnderStatus200IsNeverAnAnswer() throws IOException {
        ChatServer server = serve(request ->
                ChatServer.json(200, "{\"error\":{\"message\":\"upstream\\u001b[31m died " + SECRET + "\"}}"));
        assertThat(failure(model(server), Kind.MALFORMED).getMessage())
                .contains(server.baseUrl(), "200", "upstream", "after 8 retries")
                .doesNotContain("\u001B");
        assertThat(server.requests).hasValue(9);
        assertThat(retries.total()).isEqualTo(8);
    }

    @Test
    void brokenConnectionsAreMadeAgain() throws IOException {
        ChatServer server = serve(first(ChatServer.reset(), ChatServer.half(ChatServer.completion(TRUTH))));
        assertThat(model(server).generate(QUESTION, GenerateConfig.DEFAULT).completion())
                .isEqualTo(TRUTH);
        assertThat(retries.byKind()).containsEntry(Kind.UNREACHABLE, 1L).containsEntry(Kind.MALFORMED, 1L);
    }

    @Test
    void retryAfterIsHonouredInSecondsAndAsDate() throws IOException {
        ChatServer server = serve(first(
                ChatServer.json(429, "{}", "Retry-After: 7"),
                ChatServer.json(503, "{}", "Retry-After: Sun, 22 Nov 2026 10:01:07 GMT"),
                ChatServer.json(429, "{}", "Retry-After: soon")));
        model(server).generate(QUESTION, GenerateConfig.DEFAULT);
        // 7 s and half the base; 10:01:07 is 59.75 s later, and half the base; no wait is named: half of 2 s.
        assertThat(timing.sleeps())
                .containsExactly(Duration.ofMillis(7250), Duration.ofSeconds(60), Duration.ofSeconds(1));
        assertThat(retries.byKind()).containsEntry(Kind.RATE_LIMITED, 2L).containsEntry(Kind.SERVER_ERROR, 1L);
    }

    @Test
    void withoutRetryAfterTheWaitGrowsToItsCap() throws IOException {
        ChatServer server = serve(request -> ChatServer.json(500, "{}"));
        assertThat(failure(model(server), Kind.SERVER_ERROR)).hasMessageContaining("500");
        assertThat(timing.sleeps())
                .extracting(Duration::toMillis)
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 15_000L, 15_000L);
    }

    @Test
    void aRetryAfterBeyondTheTotalTimeoutIsNotWaitedFor() throws IOException {
        ChatServer server = serve(request -> ChatServer.json(429, "{}", "Retry-After: 86400"));
        assertThat(failure(model(server), Kind.RATE_LIMITED)).hasMessageContaining("429");
        assertThat(timing.sleeps()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "400,BAD_REQUEST",
        "401,AUTHENTICATION",
        "403,AUTHENTICATION",
        "404,NOT_FOUND",
        "302,NOT_FOUND",
        "422,BAD_REQUEST"
    })
    void whatCannotPassIsNotTriedAgain(int status, Kind kind) throws IOException {
        ChatServer server = serve(request -> ChatServer.json(
                status, "{\"error\":{\"message\":\"no, " + SECRET + "\"}}", "Location: http://127.0.0.1:1/elsewhere"));
        assertThat(failure(model(server), kind).getMessage())
                .contains(server.baseUrl(), "mock-1", Integer.toString(status));
        assertThat(server.requests).hasValue(1);
        assertThat(retries.total()).isZero();
    }

    @Test
    void aForbiddenPromptIsToldFromAForbiddenKey() throws IOException {
        ChatServer.Reaction flagged = ChatServer.json(
                403,
                "{\"error\":{\"code\":403,\"message\":\"mock-1 requires moderation. Your input was flagged for "
                        + SECRET + "\"}}");
        ChatServer.Reaction firewall = ChatServer.json(403, "<html>Blocked.</html>");
        ChatServer.Reaction revoked =
                ChatServer.json(403, "{\"error\":{\"message\":\"Key " + SECRET + " is disabled\"}}");
        ChatServer.Reaction answer = ChatServer.json(200, ChatServer.completion("yes"));
        ChatServer server = serve(first(flagged, firewall, answer, firewall, flagged, answer, revoked));
        HostedModel model = model(server);
        assertThat(failure(model, Kind.BAD_REQUEST))
                .hasMessageContaining("403", "Your input was flagged", "this prompt is refused");
        failure(model, Kind.AUTHENTICATION); // nothing was answered yet, and no word of a filter
        assertThat(model.generate(QUESTION, GenerateConfig.DEFAULT).completion())
                .isEqualTo("yes");
        failure(model, Kind.BAD_REQUEST);
        failure(model, Kind.BAD_REQUEST);
        assertThat(model.generate(QUESTION, GenerateConfig.DEFAULT).completion())
                .isEqualTo("yes");
        failure(model, Kind.AUTHENTICATION);
        assertThat(retries.total()).isZero();
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        ChatServer server = serve(request -> ChatServer.json(401, "{}"));
        assertThat(failure(model(settings(server.baseUrl()).keyFromEnvironment("BANK_KEY")), Kind.AUTHENTICATION))
                .hasMessageContaining("set the environment variable BANK_KEY");
        assertThat(failure(model(server), Kind.AUTHENTICATION))
                .hasMessageContaining("check the key in the environment variable OPENAI_API_KEY");
    }

    @Test
    void aLongConversationAndASpentQuotaAreTold() throws IOException {
        ChatServer server = serve(first(
                ChatServer.json(
                        400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"maximum context is 8\"}}"),
                ChatServer.json(429, "{\"error\":{\"code\":\"insufficient_quota\"}}")));
        HostedModel model = model(server);
        failure(model, Kind.CONTEXT_LENGTH);
        assertThat(failure(model, Kind.QUOTA_SPENT))
                .hasMessageEndingWith(
                        "the account's quota is spent; add credit or raise its limit at the provider, then resume.");
        assertThat(retries.total()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "429|insufficient_quota|You exceeded your current quota|QUOTA_SPENT",
                "429|billing_not_active|Your account is not active|QUOTA_SPENT",
                "400|billing_hard_limit_reached|Billing hard limit has been reached|QUOTA_SPENT",
                "400|invalid_request_error|Your credit balance is too low to access the API|QUOTA_SPENT",
                "402|billing_error|Pay first|QUOTA_SPENT",
                "402|402|Insufficient credits|QUOTA_SPENT",
                "402|402|This needs more credits, or fewer max_tokens. You asked for 4096 tokens, but can only afford 0."
                        + "|QUOTA_SPENT",
                "403|insufficient_quota|no more|QUOTA_SPENT",
                // Another request can be paid for.
                "402|402|This needs more credits, or fewer max_tokens. You asked for 4096 tokens, but can only afford 22."
                        + "|BAD_REQUEST",
                // What passes, and what repeats a prompt, ends no run.
                "429|rate_limit_exceeded|Rate limit reached for requests per min|RATE_LIMITED",
                "429|RESOURCE_EXHAUSTED|You exceeded your current quota, please check your plan|RATE_LIMITED",
                "400|invalid_prompt|Invalid prompt: what is a credit balance?|BAD_REQUEST",
                "500|insufficient_quota|no|SERVER_ERROR"
            })
    void aSpentQuotaIsToldFromALimitThatPasses(int status, String code, String message, Kind kind) throws IOException {
        ChatServer server = serve(request ->
                ChatServer.json(status, "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}"));
        failure(model(settings(server.baseUrl()).maxRetries(1)), kind);
        boolean passes = kind == Kind.RATE_LIMITED || kind == Kind.SERVER_ERROR;
        assertThat(server.requests).hasValue(passes ? 2 : 1);
    }

    @Test
    void anAddressThatNeverAnsweredIsToldAtOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertThat(failure(model(settings("http://127.0.0.1:" + port + "/v1")), Kind.UNREACHABLE))
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("check that the server runs there");
        assertThat(failure(model(settings("http://no-such-host.invalid/v1")), Kind.UNREACHABLE))
                .hasMessageContaining("no-such-host.invalid");
        assertThat(retries.total()).isZero();
    }

    @Test
    void anAddressThatAnsweredBeforeIsTriedAgain() throws IOException {
        ChatServer server = new ChatServer(ChatServer::truthfully);
        HostedModel model = model(server);
        model.generate(QUESTION, GenerateConfig.DEFAULT);
        server.close();
        failure(model, Kind.UNREACHABLE);
        assertThat(retries.total()).isEqualTo(8);
    }

    @Test
    void aPageInsteadOfAnAnswerIsToldAtOnce() throws IOException {
        ChatServer server = serve(request -> ChatServer.reply(200, "text/html; charset=utf-8", "<html>Hello</html>"));
        assertThat(failure(model(server), Kind.MALFORMED))
                .hasMessageContaining("text/html")
                .hasMessageContaining("/v1");
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void aServerThatHangsTimesOut() throws IOException {
        ChatServer[] server = new ChatServer[1];
        server[0] = serve(request -> server[0].hang());
        assertThat(failure(
                        model(settings(server[0].baseUrl())
                                .responseTimeout(Duration.ofMillis(100))
                                .maxRetries(1)),
                        Kind.TIMEOUT))
                .hasMessageContaining("silent")
                .hasMessageContaining("after 1 retry");
        assertThat(retries.total()).isEqualTo(1);
    }

    @Test
    void aServerThatIsNeverSilentAndNeverDoneTimesOut() throws IOException {
        String head = "Content-Type: application/json\r\nTransfer-Encoding: chunked";
        ChatServer server =
                serve(request -> ChatServer.endless(head, "1\r\n \r\n".getBytes(StandardCharsets.US_ASCII)));
        assertThat(failure(
                        model(settings(server.baseUrl())
                                .totalTimeout(Duration.ofMillis(300))
                                .maxBodyBytes(Integer.MAX_VALUE - 8)),
                        Kind.TIMEOUT))
                .hasMessageContaining("no whole answer in time");
    }

    @Test
    void anEndlessAnswerEnds() throws IOException {
        byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        ChatServer server = serve(request -> ChatServer.endless("Content-Type: application/json", spaces));
        assertThat(failure(model(settings(server.baseUrl()).maxBodyBytes(1 << 20)), Kind.MALFORMED))
                .hasMessageContaining("more than 1048576 bytes");
        assertThat(server.requests).hasValue(1);
    }

    @Test
    void anInterruptedCallEndsAndKeepsTheInterruption() throws Exception {
        ChatServer[] server = new ChatServer[1];
        Thread[] caller = new Thread[1];
        server[0] = serve(request -> {
            caller[0].interrupt();
            return server[0].hang();
        });
        HostedModel model = model(server[0]);
        List<Object> ended = new ArrayList<>();
        caller[0] = Thread.ofVirtual().unstarted(() -> {
            ended.add(failure(model, Kind.INTERRUPTED).kind());
            ended.add(Thread.currentThread().isInterrupted());
        });
        caller[0].start();
        caller[0].join();
        assertThat(ended).containsExactly(Kind.INTERRUPTED, true);
    }

    @Test
    void theKeyIsShownNowhere() throws IOException {
        ChatServer server = serve(ChatServer::truthfully);
        HostedModel model = model(server);
        assertThat(model.toString() + model.name() + model.fingerprint()).doesNotContain(SECRET);
        assertThat(ApiKey.bearer("OPENAI_API_KEY", variable -> SECRET).toString())
                .isEqualTo("OPENAI_API_KEY (set)");
        assertThatThrownBy(() -> OpenAiChatModel.named("m")
                        .environment(variable -> SECRET + "\nX-Evil: 1")
                        .build())
                .isInstanceOfSatisfying(
                        ModelException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION))
                .hasMessageContaining("OPENAI_API_KEY")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void aThousandSamplesSurviveAFaultyServer() throws IOException, InterruptedException, ExecutionException {
        FaultyScript script = new FaultyScript(20261122, "1");
        ChatServer server = serve(script);
        HostedModel model = model(server);
        List<Callable<String>> calls = new ArrayList<>();
        for (int index = 0; index < 1000; index++) {
            String prompt = "question " + index;
            calls.add(() -> model.generate(List.of(ChatMessage.user(prompt)), GenerateConfig.DEFAULT)
                    .completion());
        }
        int right = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> answers = executor.invokeAll(calls);
            for (int index = 0; index < answers.size(); index++) {
                right += answers.get(index).get().equals(ChatServer.truth("question " + index)) ? 1 : 0;
            }
        }
        assertThat(right).isEqualTo(1000);
        assertThat(script.count(FaultyScript.Fault.NONE)).isEqualTo(1000);
        assertThat(retries.total()).isEqualTo(server.requests.get() - 1000L).isGreaterThan(50);
        assertThat(retries.byKind())
                .containsEntry(Kind.RATE_LIMITED, (long) script.count(FaultyScript.Fault.RATE_LIMITED))
                .containsEntry(Kind.SERVER_ERROR, (long) script.count(FaultyScript.Fault.SERVER_ERROR))
                .containsEntry(Kind.UNREACHABLE, (long) script.count(FaultyScript.Fault.RESET))
                .containsEntry(Kind.MALFORMED, (long) script.count(FaultyScript.Fault.HALF_BODY));
    }

    @Test
    void theDefaultsAreThoseThatAreStated() {
        OpenAiChatModelBuilder settings = OpenAiChatModel.named("gpt-5");
        assertThat(settings.baseUrl()).isEqualTo("https://api.openai.com/v1");
        assertThat(settings.keyVariable()).isEqualTo("OPENAI_API_KEY");
        EndpointSettings endpoint = settings.settings();
        assertThat(endpoint.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(endpoint.responseTimeout()).isEqualTo(Duration.ofMinutes(2));
        assertThat(endpoint.totalTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(endpoint.maxRetries()).isEqualTo(8);
        assertThat(endpoint.connections().state().cap()).isEqualTo(1024);
        assertThat(endpoint.maxBodyBytes()).isEqualTo(33_554_432);
        assertThat(settings.name()).isEqualTo("openai/gpt-5");
        assertThat(settings.baseUrl("http://localhost:8000/v1/").name()).isEqualTo("http://localhost:8000/v1#gpt-5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost:8000/v1",
                "ftp://host/v1",
                "http://",
                "http://user:" + SECRET + "@host/v1",
                "http://host/v1?key=" + SECRET,
                "http://host/v1/chat/completions",
                "http://ho st/v1"
            })
    void aBaseUrlThatIsNoneIsRefusedWithoutASecret(String url) {
        assertThatThrownBy(() -> OpenAiChatModel.named("m").baseUrl(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base URL")
                .hasMessageNotContaining(SECRET);
    }
}
