package dev.assay.models.http;

import dev.assay.core.model.CallTrace;
import dev.assay.core.model.ModelException;
import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// A server that is called again where a call may yet succeed: on 429, 5xx, a broken connection, silence,
/// and an answer that is none. It waits between attempts as Retry-After says, else exponentially longer
/// with full jitter, and never retries 400, 401, 403 and 404, nor a first connection that fails: then the
/// address is wrong more often than the server is busy. Safe for many threads.
public final class Endpoint implements AutoCloseable {

    private static final int LONGEST_ERROR = 64 * 1024;

    private final String name;
    private final EndpointSettings settings;
    private final Timing timing;
    private final Connections connections;
    private final HttpFailures failures;
    private final HttpTransport transport;
    private final AtomicLong pausedUntil = new AtomicLong(Long.MIN_VALUE);
    private volatile boolean proven;

    /// What a call brought.
    ///
    /// @param value made of the reply
    /// @param time from the first attempt, retries and their waits included, without waiting for its turn
    public record Answered<T>(T value, Duration time) {}

    /// @param name as messages name it, such as `https://api.openai.com/v1 (model gpt-5)`
    public Endpoint(String name, Credentials credentials, EndpointSettings settings) {
        this.name = name;
        this.settings = settings;
        this.timing = settings.timing();
        this.connections = settings.connections();
        this.failures = new HttpFailures(credentials);
        this.transport = new HttpTransport(
                credentials, failures, settings.connectTimeout(), settings.responseTimeout(), settings.maxBodyBytes());
    }

    /// How many calls are under way, and how many may be.
    public Connections connections() {
        return connections;
    }

    /// Whether it has answered before, so that its address is not simply wrong.
    public boolean proven() {
        return proven;
    }

    /// A server's text as part of a message for the user: one line, short, plain letters, without the key.
    public String quote(String text) {
        return failures.quote(text);
    }

    /// Sends a request until `reader` has made something of a reply of status 2xx.
    ///
    /// @throws ModelException if there is none after all retries
    public <T> Answered<T> call(OutgoingRequest request, Reply.Reader<T> reader) {
        long spent = 0;
        for (int retries = 0; ; retries++) {
            enter(retries > 0);
            long start = timing.nanoTime();
            try {
                T value = attempt(request, settings.totalTimeout().minusNanos(spent), start, reader);
                proven = true;
                return new Answered<>(value, Duration.ofNanos(spent + timing.nanoTime() - start));
            } catch (Failure failure) {
                waitBefore(failure, retries, settings.totalTimeout().minusNanos(spent + timing.nanoTime() - start));
                spent += timing.nanoTime() - start;
            }
        }
    }

    /// Waits for its turn, and for the end of a pause that the provider asked for.
    private void enter(boolean again) {
        long start = timing.nanoTime();
        try {
            while (true) {
                sleepUntil(pausedUntil.get());
                connections.acquire(again);
                long now = timing.nanoTime();
                if (pausedUntil.get() <= now) {
                    CallTrace.current().ifPresent(trace -> trace.waited(Duration.ofNanos(now - start)));
                    return;
                }
                connections.release(Connections.Outcome.OTHER, now, now);
            }
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    private void sleepUntil(long end) throws InterruptedException {
        long left = end - timing.nanoTime();
        if (end != Long.MIN_VALUE && left > 0) {
            timing.sleep(Duration.ofNanos(left));
        }
    }

    private <T> T attempt(OutgoingRequest request, Duration left, long start, Reply.Reader<T> reader) throws Failure {
        Connections.Outcome outcome = Connections.Outcome.OTHER;
        try {
            T value = transport.exchange(request, timing.now(), left, proven, reply -> {
                heed(RateLimitHeaders.of(reply, timing.now()));
                if (reply.status() / 100 != 2) {
                    throw refusal(reply);
                }
                return reader.read(reply);
            });
            outcome = Connections.Outcome.ANSWERED;
            return value;
        } catch (Failure failure) {
            outcome = failure.outcome();
            throw failure;
        } finally {
            connections.release(outcome, start, timing.nanoTime());
        }
    }

    private void heed(RateLimitHeaders limits) {
        connections.remaining(limits.remaining());
        if (limits.pause().isPositive()) {
            long end = timing.nanoTime() + limits.pause().toNanos();
            pausedUntil.accumulateAndGet(end, Math::max);
        }
    }

    private Failure refusal(Reply reply) throws IOException {
        byte[] body = reply.body().readNBytes(LONGEST_ERROR);
        Optional<Duration> retryAfter = reply.header("retry-after-ms")
                .flatMap(Backoff::milliseconds)
                .or(() -> reply.header("Retry-After").flatMap(value -> Backoff.retryAfter(value, timing.now())))
                .or(() -> Backoff.retryDelay(body));
        String type = reply.header("x-amzn-errortype").orElse("");
        String said = ErrorText.ofBody(body);
        return failures.ofStatus(reply.status(), type.isEmpty() ? said : type + " " + said, retryAfter, proven);
    }

    /// Waits before the next attempt.
    ///
    /// @throws ModelException if there is none
    private void waitBefore(Failure failure, int retries, Duration left) {
        if (!failure.mayPass() || retries == settings.maxRetries()) {
            throw failure.asException(name, retries, failures::quote);
        }
        Duration wait = Backoff.wait(retries, failure.retryAfter(), timing);
        if (wait.compareTo(left) >= 0) {
            throw failure.asException(name, retries, failures::quote);
        }
        connections.retried();
        settings.retries().retrying(failure.kind(), failure.isFree(), wait);
        CallTrace.current().ifPresent(trace -> trace.retried(wait));
        try {
            timing.sleep(wait);
        } catch (InterruptedException interruption) {
            throw interrupted(interruption);
        }
    }

    private ModelException interrupted(InterruptedException interruption) {
        Thread.currentThread().interrupt();
        return new ModelException(
                Kind.INTERRUPTED, name + " was not waited for: the call was interrupted.", interruption);
    }

    @Override
    public void close() {
        transport.close();
    }
}
