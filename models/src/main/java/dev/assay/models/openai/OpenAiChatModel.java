package dev.assay.models.openai;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.Model;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelOutput;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A model behind any server that speaks OpenAI's chat completions.
///
/// By default it retries up to 8 times on 429, 5xx, a broken connection, silence, and an answer that is
/// none (cut JSON, an error under status 200), and waits between attempts as Retry-After says, else
/// exponentially longer with full jitter. It never retries 400, 401, 403 and 404, nor a first connection
/// that fails: then the address is wrong more often than the server is busy. The key is read from the
/// environment and shown nowhere.
public final class OpenAiChatModel implements Model {

    private final String name;
    private final String baseUrl;
    private final String model;
    private final String tokenLimitField;
    private final Duration totalTimeout;
    private final int maxRetries;
    private final RetryListener listener;
    private final Timing timing;
    private final HttpFailures failures;
    private final HttpTransport transport;
    private volatile boolean proven;

    OpenAiChatModel(OpenAiChatModelBuilder settings) {
        this.name = settings.name();
        this.baseUrl = settings.baseUrl;
        this.model = settings.model;
        this.tokenLimitField = settings.tokenLimitField;
        this.totalTimeout = settings.totalTimeout;
        this.maxRetries = settings.maxRetries;
        this.listener = settings.listener;
        this.timing = settings.timing;
        ApiKey key = ApiKey.of(settings.keyVariable, settings.environment);
        this.failures = new HttpFailures(key);
        this.transport = new HttpTransport(
                URI.create(baseUrl + "/chat/completions"),
                key,
                settings.connectTimeout,
                settings.responseTimeout,
                settings.maxConnections,
                settings.maxBodyBytes);
    }

    /// Starts a model that answers to `model`, such as `gpt-5`, at its server.
    public static OpenAiChatModelBuilder named(String model) {
        return new OpenAiChatModelBuilder(model);
    }

    @Override
    public String name() {
        return name;
    }

    /// The base URL and the model's name there.
    @Override
    public String fingerprint() {
        return "openai-chat:" + baseUrl + "#" + model;
    }

    /// @throws ModelException of kind `BAD_REQUEST` too if `config` has a top-k, which this wire format
    ///     cannot carry
    @Override
    public ModelOutput generate(List<ChatMessage> messages, GenerateConfig config) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("A conversation needs at least one message.");
        }
        if (config.topK().isPresent()) {
            throw new ModelException(
                    Kind.BAD_REQUEST,
                    endpoint() + " cannot be asked for top-k " + config.topK().getAsInt()
                            + ": OpenAI's chat API has no such setting, so leave it out.");
        }
        byte[] body = ChatWire.request(model, messages, config, tokenLimitField);
        long start = timing.nanoTime();
        for (int retries = 0; ; retries++) {
            Duration left = totalTimeout.minusNanos(timing.nanoTime() - start);
            try {
                ChatWire.Answer answer = attempt(body, left);
                return new ModelOutput(
                        answer.model(),
                        answer.completion(),
                        answer.stopReason(),
                        answer.usage(),
                        Duration.ofNanos(timing.nanoTime() - start),
                        config.logprobs() ? answer.logprobs() : List.of());
            } catch (Failure failure) {
                waitBefore(failure, retries, start);
            }
        }
    }

    private ChatWire.Answer attempt(byte[] body, Duration left) throws Failure {
        HttpTransport.Reply reply = transport.post(body, left, proven);
        if (reply.status() / 100 != 2) {
            Optional<Duration> retryAfter =
                    reply.retryAfter().flatMap(value -> Backoff.retryAfter(value, timing.now()));
            throw failures.ofStatus(reply.status(), reply.body(), retryAfter, proven);
        }
        String type = reply.contentType();
        if (!proven && !type.isEmpty() && !type.contains("json")) {
            throw Failure.lasting(
                    Kind.MALFORMED,
                    "answers with " + failures.quote(type) + " instead of JSON",
                    "check the base URL, which most often ends in /v1");
        }
        ChatWire.Answer answer = ChatWire.answer(reply.body(), model, failures::quote);
        proven = true;
        return answer;
    }

    /// Waits before the next attempt.
    ///
    /// @throws ModelException if there is none
    private void waitBefore(Failure failure, int retries, long start) {
        if (!failure.mayPass() || retries == maxRetries) {
            throw failure.asException(endpoint(), retries);
        }
        Duration wait = Backoff.wait(retries, failure.retryAfter(), timing);
        Duration left = totalTimeout.minusNanos(timing.nanoTime() - start);
        if (wait.compareTo(left) >= 0) {
            throw failure.asException(endpoint(), retries);
        }
        listener.retrying(failure.kind(), wait);
        try {
            timing.sleep(wait);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new ModelException(
                    Kind.INTERRUPTED, endpoint() + " was not waited for: the call was interrupted.", interruption);
        }
    }

    private String endpoint() {
        return baseUrl + " (model " + model + ")";
    }

    @Override
    public void close() {
        transport.close();
    }

    @Override
    public String toString() {
        return fingerprint();
    }
}
