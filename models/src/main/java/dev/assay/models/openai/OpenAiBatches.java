package dev.assay.models.openai;

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
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonParser;

/// OpenAI's batches of chat completions (`/files`, `/batches`): a file of up to 50,000 requests or 200 MB
/// is handed in, and a file of answers and one of errors come out.
final class OpenAiBatches implements BatchClient {

    /// Stands nowhere in a body: what is sent is JSON in ASCII, without two hyphens at the start of a line.
    private static final String BOUNDARY = "assay-boundary-7d1f3c";

    private static final Set<String> ENDED = Set.of("completed", "failed", "expired", "cancelled");

    private final String name;
    private final ChatFormat format;
    private final Credentials credentials;
    private final Endpoint calls;
    private final Endpoint once;

    OpenAiBatches(ChatFormat format, Credentials credentials, EndpointSettings settings) {
        this.name = format.baseUrl() + " (model " + format.model() + ")";
        this.format = format;
        this.credentials = credentials;
        this.calls = new Endpoint(name, credentials, settings.forBatches(settings.maxRetries()));
        this.once = new Endpoint(name, credentials, settings.forBatches(0));
    }

    private record Batch(State state, String outputFile, String errorFile) {}

    @Override
    public String submit(SequencedMap<String, ModelRequest> requests) {
        BatchLines.requireIds(requests);
        BatchAnswers.requireSupported(format, requests.values());
        OutgoingRequest upload = new OutgoingRequest(
                "POST", address("/files"), "multipart/form-data; boundary=" + BOUNDARY, List.of(), file(requests));
        String file = calls.call(upload, reply -> Json.requireText(reply, "id")).value();
        byte[] body = Json.object(json -> {
            json.writeStringProperty("input_file_id", file);
            json.writeStringProperty("endpoint", "/v1/chat/completions");
            json.writeStringProperty("completion_window", "24h");
        });
        return once.call(
                        OutgoingRequest.json(address("/batches"), List.of(), body),
                        reply -> Json.requireText(reply, "id"))
                .value();
    }

    private byte[] file(SequencedMap<String, ModelRequest> requests) {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(ascii("--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\nbatch\r\n"
                + "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"batch.jsonl\"\r\n"
                + "Content-Type: application/jsonl\r\n\r\n"));
        requests.forEach((id, request) -> {
            byte[] body = format.request(request, false).body();
            form.writeBytes(ascii(
                    "{\"custom_id\":\"" + id + "\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"));
            form.writeBytes(body);
            form.writeBytes(ascii("}\n"));
        });
        form.writeBytes(ascii("\r\n--" + BOUNDARY + "--\r\n"));
        return form.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public State state(String batch) {
        return look(batch).state();
    }

    private Batch look(String batch) {
        return calls.call(
                        OutgoingRequest.get(address("/batches/" + BatchLines.requireBatch(batch)), List.of()),
                        OpenAiBatches::readBatch)
                .value();
    }

    private static Batch readBatch(Reply reply) throws Failure {
        String[] texts = {"", "", ""};
        long[] counts = new long[3];
        try (JsonParser json = Json.parser(reply.body())) {
            json.nextToken();
            Json.fields(json, field -> {
                switch (field) {
                    case "status" -> texts[0] = Json.text(json);
                    case "output_file_id" -> texts[1] = Json.text(json);
                    case "error_file_id" -> texts[2] = Json.text(json);
                    case "request_counts" ->
                        Json.fields(json, count -> {
                            switch (count) {
                                case "total" -> counts[0] = Json.count(json);
                                case "completed" -> counts[1] = Json.count(json);
                                case "failed" -> counts[2] = Json.count(json);
                                default -> {}
                            }
                        });
                    default -> {}
                }
            });
        }
        return new Batch(
                new State(ENDED.contains(texts[0]), counts[0], counts[1], counts[2], texts[0]), texts[1], texts[2]);
    }

    @Override
    public void fetch(String batch, BiConsumer<String, Result> taker) {
        Batch ended = look(batch);
        BatchAnswers answers = new BatchAnswers(name, format, credentials, taker);
        for (String file : new String[] {ended.outputFile(), ended.errorFile()}) {
            if (!file.isEmpty()) {
                OutgoingRequest request =
                        OutgoingRequest.get(address("/files/" + BatchLines.requireBatch(file) + "/content"), List.of());
                boolean whole = calls.call(request, reply -> {
                            BatchLines.read(reply.body(), line -> readResult(line, answers));
                            return true;
                        })
                        .value();
                assert whole;
            }
        }
    }

    private static void readResult(byte[] line, BatchAnswers answers) throws Failure {
        String[] texts = {"", "", ""};
        long[] status = {0};
        try (JsonParser json = Json.parser(line)) {
            json.nextToken();
            Json.fields(json, field -> {
                switch (field) {
                    case "custom_id" -> texts[0] = Json.text(json);
                    case "error" -> texts[2] = Json.isPresent(json) ? ErrorText.read(json) : "";
                    case "response" ->
                        Json.fields(json, part -> {
                            switch (part) {
                                case "status_code" -> status[0] = Json.count(json);
                                case "body" -> texts[1] = Json.copy(json);
                                default -> {}
                            }
                        });
                    default -> {}
                }
            });
        }
        if (status[0] / 100 == 2) {
            answers.answered(texts[0], texts[1]);
        } else if (status[0] > 0 && status[0] < 1000) {
            answers.refused(texts[0], (int) status[0], texts[1]);
        } else {
            answers.failed(
                    texts[0],
                    Failure.lasting(Kind.SERVER_ERROR, "gave no answer in the batch", "hand the request in again")
                            .saying(texts[2]));
        }
    }

    @Override
    public void cancel(String batch) {
        OutgoingRequest request = OutgoingRequest.json(
                address("/batches/" + BatchLines.requireBatch(batch) + "/cancel"), List.of(), Json.object(json -> {}));
        String taken =
                calls.call(request, reply -> Json.requireText(reply, "id")).value();
        assert !taken.isEmpty();
    }

    private URI address(String path) {
        return URI.create(format.baseUrl() + path);
    }

    @Override
    public void close() {
        calls.close();
        once.close();
    }
}
