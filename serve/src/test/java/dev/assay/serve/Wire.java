package dev.assay.serve;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A plain HTTP client for the tests.
final class Wire implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();
    private final String base;

    /// @param base such as `http://127.0.0.1:8000/v1`
    Wire(String base) {
        this.base = base;
    }

    /// An answer with its status.
    record Answer(int status, String text, HttpResponse<String> response) {
        JsonNode json() {
            return JsonMapper.shared().readTree(text);
        }

        JsonNode error() {
            return json().path("error");
        }
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET().build());
    }

    Answer post(String path, String body, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    Answer chat(String more) throws IOException, InterruptedException {
        return post("/chat/completions", chatBody(more));
    }

    /// A question with further fields, which begin with a comma.
    static String chatBody(String more) {
        return "{\"model\": \"finch\", \"messages\": [{\"role\": \"user\", \"content\": \"What is the colour of iron?\"}],"
                + " \"temperature\": 0, \"max_tokens\": 20" + more + "}";
    }

    HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create(base + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response);
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
