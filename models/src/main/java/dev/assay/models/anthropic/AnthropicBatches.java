package dev.assay.models.anthropic;

import dev.assay.core.model.ModelException.Kind;
import dev.assay.core.model.ModelRequest;
import dev.assay.models.http.BatchAnswers;
import dev.assay.models.http.BatchClient;
import dev.assay.models.http.BatchLines;
import dev.assay.models.http.Credentials;
import dev.assay.models.http.Endpoint;
import dev.assay.models.http.EndpointSettings;
import dev.assay.models.http.ErrorText;
import dev.assay.models.http.Failure;
import dev.assay.models.http.Json;
import dev.assay.models.http.OutgoingRequest;
import dev.assay.models.http.Reply;
import java.net.URI;
import java.util.SequencedMap;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;

/// Anthropic's Message Batches (`/v1/messages/batches`): up to 100,000 requests or 256 MB in one.
final class AnthropicBatches implements BatchClient {

    private final String name;
    private final MessagesFormat format;
    private final Credentials credentials;
    private final Endpoint calls;
    private final Endpoint once;

    AnthropicBatches(MessagesFormat format, Credentials credentials, EndpointSettings settings) {
        this.name = format.baseUrl() + " (model " + format.model() + ")";
        this.format = format;
        this.credentials = credentials;
        this.calls = new Endpoint(name, credentials, settings.forBatches(settings.maxRetries()));
        this.once = new Endpoint(name, credentials, settings.forBatches(0));
    }

    @Override
    public String submit(SequencedMap<String, ModelRequest> requests) {
        BatchLines.requireIds(requests);
        BatchAnswers.requireSupported(format, requests.values());
        requests.values().forEach(request -> MessagesRequest.check(format.model(), request));
        byte[] body = Json.object(json -> {
            json.writeArrayPropertyStart("requests");
            requests.forEach((id, request) -> {
                json.writeStartObject();
                json.writeStringProperty("custom_id", id);
                json.writeObjectPropertyStart("params");
                MessagesRequest.write(json, format.model(), request, false);
                json.writeEndObject();
                json.writeEndObject();
            });
            json.writeEndArray();
        });
        OutgoingRequest request = OutgoingRequest.json(address(""), MessagesFormat.HEADERS, body);
        return once.call(request, reply -> Json.requireText(reply, "id")).value();
    }

    @Override
    public State state(String batch) {
        return calls.call(
                        OutgoingRequest.get(address("/" + BatchLines.requireBatch(batch)), MessagesFormat.HEADERS),
                        AnthropicBatches::readState)
                .value();
    }

    private static State readState(Reply reply) throws Failure {
        String[] status = {""};
        long[] counts = new long[3];
        try (JsonParser json = Json.parser(reply.body())) {
            json.nextToken();
            Json.fields(json, field -> {
                switch (field) {
                    case "processing_status" -> status[0] = Json.text(json);
                    case "request_counts" ->
                        Json.fields(json, count -> {
                            switch (count) {
                                case "processing" -> counts[0] = Json.count(json);
                                case "succeeded" -> counts[1] = Json.count(json);
                                case "errored", "canceled", "expired" -> counts[2] += Json.count(json);
                                default -> {}
                            }
                        });
                    default -> {}
                }
            });
        }
        return new State(status[0].equals("ended"), counts[0] + counts[1] + counts[2], counts[1], counts[2], status[0]);
    }

    @Override
    public void fetch(String batch, BiConsumer<String, Result> taker) {
        BatchAnswers answers = new BatchAnswers(name, format, credentials, taker);
        OutgoingRequest request =
                OutgoingRequest.get(address("/" + BatchLines.requireBatch(batch) + "/results"), MessagesFormat.HEADERS);
        boolean whole = calls.call(request, reply -> {
                    BatchLines.read(reply.body(), line -> readResult(line, answers));
                    return true;
                })
                .value();
        assert whole;
    }

    private static void readResult(byte[] line, BatchAnswers answers) throws Failure {
        String[] id = {""};
        String[] type = {""};
        String[] message = {""};
        String[] error = {""};
        try (JsonParser json = Json.parser(line)) {
            json.nextToken();
            Json.fields(json, field -> {
                switch (field) {
                    case "custom_id" -> id[0] = Json.text(json);
                    case "result" ->
                        Json.fields(json, part -> {
                            switch (part) {
                                case "type" -> type[0] = Json.text(json);
                                case "message" -> message[0] = Json.copy(json);
                                case "error" -> error[0] = readError(json);
                                default -> {}
                            }
                        });
                    default -> {}
                }
            });
        }
        if (type[0].equals("succeeded")) {
            answers.answered(id[0], message[0]);
        } else {
            boolean ours = error[0].startsWith("invalid_request_error");
            answers.failed(
                    id[0],
                    Failure.lasting(
                                    ours ? Kind.BAD_REQUEST : Kind.SERVER_ERROR,
                                    "gave no answer in the batch: " + (type[0].equals("errored") ? "error" : "ended"),
                                    ours ? "check the request's settings" : "hand the request in again")
                            .saying(type[0] + " " + error[0]));
        }
    }

    /// `{"type": "error", "error": {"type", "message"}}`, or the inner one alone.
    private static String readError(JsonParser json) throws Failure {
        String[] inner = {""};
        String[] type = {""};
        String[] message = {""};
        Json.fields(json, field -> {
            switch (field) {
                case "error" -> inner[0] = ErrorText.read(json);
                case "type" -> type[0] = Json.text(json);
                case "message" -> message[0] = Json.text(json);
                default -> {}
            }
        });
        return inner[0].isEmpty() ? type[0] + " " + message[0] : inner[0];
    }

    @Override
    public void cancel(String batch) {
        OutgoingRequest request = OutgoingRequest.json(
                address("/" + BatchLines.requireBatch(batch) + "/cancel"),
                MessagesFormat.HEADERS,
                Json.object(json -> {}));
        String taken =
                calls.call(request, reply -> Json.requireText(reply, "id")).value();
        assert !taken.isEmpty();
    }

    private URI address(String path) {
        return URI.create(format.baseUrl() + "/v1/messages/batches" + path);
    }

    @Override
    public void close() {
        calls.close();
        once.close();
    }
}
