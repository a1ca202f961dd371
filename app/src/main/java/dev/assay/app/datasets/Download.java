package dev.assay.app.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// One file over HTTPS, streamed. Redirects are followed, never from HTTPS to HTTP.
final class Download implements AutoCloseable {

    private final HttpClient client;
    private final InputStream body;

    private Download(HttpClient client, InputStream body) {
        this.client = client;
        this.body = body;
    }

    /// @throws IOException if there is no answer of status 200
    static Download open(URI address) throws IOException {
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
            return new Download(client, response.body());
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
}
