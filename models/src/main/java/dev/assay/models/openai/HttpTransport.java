package dev.assay.models.openai;

import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/// Posts a body and returns the whole reply, within a limit of bytes and a limit of time. Never follows a
/// redirect, keeps no cookies, retries nothing.
final class HttpTransport implements AutoCloseable {

    /// Without a charset: JSON has none to name.
    private static final ContentType JSON = ContentType.create("application/json");

    private final URI address;
    private final ApiKey key;
    private final HttpFailures failures;
    private final int maxBodyBytes;
    private final CloseableHttpClient client;
    private final ScheduledThreadPoolExecutor watch;

    /// What came back.
    ///
    /// @param contentType media type in lower case; empty if the server names none
    /// @param retryAfter value of the header, if there is one
    @SuppressWarnings("ArrayRecordComponent") // Never compared, and read once.
    record Reply(int status, String contentType, Optional<String> retryAfter, byte[] body) {}

    HttpTransport(
            URI address,
            ApiKey key,
            Duration connectTimeout,
            Duration responseTimeout,
            int maxConnections,
            int maxBodyBytes) {
        this.address = address;
        this.key = key;
        this.failures = new HttpFailures(key);
        this.maxBodyBytes = maxBodyBytes;
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy((socket, host, port, attachment, context) ->
                                Tls.DEFAULT.upgrade(socket, host, port, attachment, context))
                        .setMaxConnTotal(maxConnections)
                        .setMaxConnPerRoute(maxConnections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(connectTimeout))
                                .setSocketTimeout(Timeout.of(responseTimeout))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.of(responseTimeout))
                        .setConnectionRequestTimeout(Timeout.DISABLED)
                        .build())
                .setUserAgent("assay")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
        this.watch = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "assay-http-watch");
            thread.setDaemon(true);
            return thread;
        });
        this.watch.setRemoveOnCancelPolicy(true);
    }

    /// @param limit how long the whole exchange may take
    /// @param provenAddress whether the address has answered before
    /// @throws Failure if there is no whole reply
    Reply post(byte[] body, Duration limit, boolean provenAddress) throws Failure {
        HttpPost request = new HttpPost(address);
        request.setEntity(new ByteArrayEntity(body, JSON));
        key.authorization().ifPresent(value -> request.setHeader("Authorization", value));
        AtomicBoolean late = new AtomicBoolean();
        ScheduledFuture<?> alarm = watch.schedule(
                () -> {
                    late.set(true);
                    request.cancel();
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
        try {
            return client.execute(request, response -> read(request, response));
        } catch (BodyTooLargeException large) {
            throw Failure.lasting(
                    Kind.MALFORMED,
                    "answered with more than " + maxBodyBytes + " bytes",
                    "check that it is a model's server, or raise the limit of the body");
        } catch (IOException failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw Failure.lasting(Kind.INTERRUPTED, "was not waited for", "the call was interrupted");
            }
            if (late.get()) {
                throw Failure.lasting(
                        Kind.TIMEOUT, "gave no whole answer in time", "raise the total timeout or lower --concurrency");
            }
            throw failures.ofException(failure, provenAddress);
        } finally {
            alarm.cancel(false);
        }
    }

    private Reply read(HttpPost request, ClassicHttpResponse response) throws IOException {
        Header retryAfter = response.getFirstHeader("Retry-After");
        HttpEntity entity = response.getEntity();
        String contentType = "";
        byte[] body = new byte[0];
        if (entity != null) {
            ContentType type = ContentType.parseLenient(entity.getContentType());
            contentType = type == null ? "" : String.valueOf(type.getMimeType()).toLowerCase(Locale.ROOT);
            try (InputStream content = entity.getContent()) {
                body = content.readNBytes(maxBodyBytes);
                if (body.length == maxBodyBytes && content.read() >= 0) {
                    request.cancel(); // Else closing the stream would read on, for ever if it never ends.
                    throw new BodyTooLargeException();
                }
            }
        }
        return new Reply(
                response.getCode(),
                contentType,
                retryAfter == null ? Optional.empty() : Optional.of(String.valueOf(retryAfter.getValue())),
                body);
    }

    @Override
    public void close() {
        watch.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }

    /// Made at the first https call: reading the machine's certificates takes a plain one's time several times over.
    private static final class Tls {
        static final DefaultClientTlsStrategy DEFAULT = DefaultClientTlsStrategy.createDefault();
    }

    /// The reply is longer than the limit.
    private static final class BodyTooLargeException extends IOException {}
}
