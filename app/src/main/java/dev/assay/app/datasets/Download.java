package dev.assay.app.datasets;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One file over HTTPS, streamed. Redirects are followed, never from HTTPS to HTTP.
final class Download implements AutoCloseable {

    /// How long a whole file may take.
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private final HttpClient client;
    private final InputStream body;

    private Download(HttpClient client, InputStream body) {
        this.client = client;
        this.body = body;
    }

    /// @throws IOException if there is no answer of status 200
    static Download open(URI address) throws IOException {
        return open(address, LONGEST);
    }

    /// @param longest how long the body may take, from its first byte to its last
    static Download open(URI address, Duration longest) throws IOException {
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(Duration.ofSeconds(20))
                .build();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(Duration.ofMinutes(2))
                .header("User-Agent", "assay")
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IOException("status " + response.statusCode());
            }
            return new Download(client, new Timed(response.body(), longest));
        } catch (IOException e) {
            client.shutdownNow();
            throw e;
        } catch (InterruptedException e) {
            client.shutdownNow();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    InputStream body() {
        return body;
    }

    /// What went wrong, in few words.
    static String reason(IOException failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// A body that is closed when its time is over; a reader then hears of that, and never of an early end.
    private static final class Timed extends FilterInputStream {

        private final Duration longest;
        private final Thread clock;
        private volatile boolean late;

        private Timed(InputStream body, Duration longest) {
            super(body);
            this.longest = longest;
            this.clock = Thread.ofVirtual().name("download-clock").start(() -> {
                try {
                    Thread.sleep(longest);
                    late = true;
                    body.close();
                } catch (InterruptedException | IOException e) {
                    return; // it was read before, or is closed already
                }
            });
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count;
            try {
                count = super.read(bytes, offset, length);
            } catch (IOException e) {
                throw late ? tooLate(e) : e;
            }
            if (late) {
                throw tooLate(null);
            }
            return count;
        }

        private IOException tooLate(@Nullable IOException cause) {
            return new IOException("it took longer than " + longest.toSeconds() + " s", cause);
        }

        @Override
        public void close() throws IOException {
            clock.interrupt();
            super.close();
        }
    }
}
