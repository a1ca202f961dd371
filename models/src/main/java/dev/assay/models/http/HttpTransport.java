package dev.assay.models.http;

import dev.assay.core.model.ModelException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.classic.MinimalHttpClient;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.Closer;
import org.apache.hc.core5.util.Timeout;
import tools.jackson.core.JacksonException;

/// Sends a request and hands the reply to its reader as it comes, within a limit of bytes and a limit of
/// time. Never follows a redirect, keeps no cookies, retries nothing: the client's minimal chain, which
/// costs a third less.
final class HttpTransport implements AutoCloseable {

    /// How many connections may be open. The real limit is that of {@link Connections}, which changes.
    private static final int POOL = 65_536;

    private final Credentials credentials;
    private final HttpFailures failures;
    private final int maxBodyBytes;
    private final RequestConfig config;
    private final MinimalHttpClient client;
    private final Deadlines deadlines = new Deadlines();

    HttpTransport(
            Credentials credentials,
            HttpFailures failures,
            Duration connectTimeout,
            Duration responseTimeout,
            int maxBodyBytes) {
        this.credentials = credentials;
        this.failures = failures;
        this.maxBodyBytes = maxBodyBytes;
        this.config = RequestConfig.custom()
                .setResponseTimeout(Timeout.of(responseTimeout))
                .setConnectionRequestTimeout(Timeout.DISABLED)
                .build();
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnTotal(POOL)
                .setMaxConnPerRoute(POOL)
                .setTlsSocketStrategy(lazily())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(connectTimeout))
                        .setSocketTimeout(Timeout.of(responseTimeout))
                        .build())
                .build();
        this.client = HttpClients.createMinimal(connections);
    }

    /// TLS whose set-up, which reads all certificates of the machine, waits for the first connection that
    /// needs it.
    private static TlsSocketStrategy lazily() {
        return new TlsSocketStrategy() {
            @Override
            public javax.net.ssl.SSLSocket upgrade(
                    Socket socket,
                    String target,
                    int port,
                    Object attachment,
                    org.apache.hc.core5.http.protocol.HttpContext context)
                    throws IOException {
                return Tls.STRATEGY.upgrade(socket, target, port, attachment, context);
            }
        };
    }

    private static final class Tls {
        private static final DefaultClientTlsStrategy STRATEGY = DefaultClientTlsStrategy.createSystemDefault();
    }

    /// @param limit how long the whole exchange may take
    /// @param provenAddress whether the address has answered before
    /// @throws Failure if there is no whole reply
    <T> T exchange(OutgoingRequest outgoing, Instant now, Duration limit, boolean provenAddress, Reply.Reader<T> reader)
            throws Failure {
        URI address = outgoing.address();
        HttpUriRequestBase request = new HttpUriRequestBase(outgoing.method(), address);
        request.setConfig(config);
        request.setHeader("User-Agent", "assay");
        for (OutgoingRequest.Header header : outgoing.headers()) {
            request.setHeader(header.name(), header.value());
        }
        if (outgoing.body().length > 0) {
            request.setEntity(new ByteArrayEntity(outgoing.body(), ContentType.parse(outgoing.contentType())));
        }
        credentials.sign(new Attempt(outgoing, request), now);
        try (Deadlines.Deadline deadline = deadlines.start(limit, request::cancel)) {
            try {
                return exchange(address, request, reader);
            } catch (BoundedStream.TooLargeException large) {
                throw tooLarge();
            } catch (JacksonException damage) {
                if (damage.getCause() instanceof BoundedStream.TooLargeException) {
                    throw tooLarge();
                }
                if (damage.getCause() instanceof IOException broken) {
                    throw broken(broken, deadline.passed(), provenAddress);
                }
                throw Failure.passing(
                        Kind.MALFORMED,
                        "answered with a body that is no whole JSON",
                        "check that the server speaks this API");
            } catch (IOException broken) {
                throw broken(broken, deadline.passed(), provenAddress);
            }
        }
    }

    private <T> T exchange(URI address, HttpUriRequestBase request, Reply.Reader<T> reader)
            throws IOException, Failure {
        HttpHost host = new HttpHost(address.getScheme(), address.getHost(), address.getPort());
        ClassicHttpResponse response = client.executeOpen(host, request, null);
        HttpEntity entity = response.getEntity();
        BoundedStream body =
                new BoundedStream(entity == null ? InputStream.nullInputStream() : entity.getContent(), maxBodyBytes);
        try {
            T result = reader.read(new Reply(response.getCode(), name -> header(response, name), body));
            body.drain();
            return result;
        } finally {
            if (!body.ended()) {
                request.cancel(); // Else closing would read on, for ever if it never ends.
            }
            Closer.closeQuietly(response);
        }
    }

    private static Optional<String> header(ClassicHttpResponse response, String name) {
        Header header = response.getFirstHeader(name);
        return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
    }

    private Failure tooLarge() {
        return Failure.lasting(
                Kind.MALFORMED,
                "answered with more than " + maxBodyBytes + " bytes",
                "check that it is a model's server, or raise the limit of the body");
    }

    private Failure broken(IOException failure, boolean late, boolean provenAddress) {
        if (Thread.currentThread().isInterrupted()) {
            return Failure.lasting(Kind.INTERRUPTED, "was not waited for", "the call was interrupted");
        }
        if (late) {
            return Failure.lasting(
                    Kind.TIMEOUT, "gave no whole answer in time", "raise the total timeout or lower --concurrency");
        }
        return failures.ofException(failure, provenAddress);
    }

    private record Attempt(OutgoingRequest request, HttpUriRequestBase sent) implements OutgoingRequest.Signed {
        @Override
        public void header(String name, String value) {
            sent.setHeader(name, value);
        }
    }

    @Override
    public void close() {
        deadlines.close();
        client.close(CloseMode.IMMEDIATE);
    }
}
