package dev.assay.serve;

import dev.assay.engine.Continuation;
import dev.assay.serve.Run.Event;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes the answers of one request. A client that has left is noticed at the next write, and ends what is still
/// being generated for it.
final class Answering {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Run run;
    private final Bodies bodies;
    private final Job job;
    private final ServerResponse response;
    private final @Nullable Continuation[] whole;

    Answering(Run run, Bodies bodies, Job job, ServerResponse response) {
        this.run = run;
        this.bodies = bodies;
        this.job = job;
        this.response = response;
        this.whole = new Continuation[job.size()];
    }

    /// The whole answer at once. If it takes longer than the heartbeat, white space goes before it.
    void send(Duration heartbeat) throws InterruptedException, IOException {
        Optional<OutputStream> open = Optional.empty();
        for (var missing = job.size(); missing > 0; ) {
            var event = run.next(heartbeat);
            if (event.isEmpty()) {
                var out = open.isPresent() ? open.get() : open("application/json");
                open = Optional.of(out);
                out.write(' ');
                out.flush();
            } else if (event.get() instanceof Event.Failed failed) {
                throw failure(failed.cause(), open.isPresent());
            } else if (event.get() instanceof Event.Done done) {
                whole[done.index()] = done.continuation();
                missing--;
            }
        }
        var body = bytes(bodies.whole(continuations()));
        if (open.isPresent()) {
            try (var out = open.get()) {
                out.write(body);
            }
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(body);
    }

    /// The answer as server-sent events.
    void stream() throws InterruptedException, IOException {
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        var opened = new boolean[job.size()];
        try (var out = open("text/event-stream")) {
            for (var missing = job.size(); missing > 0; ) {
                var event = run.next(LONG);
                if (event.isEmpty()) {
                    write(out, ": still at work\n\n");
                    continue;
                }
                var index = event.get().index();
                if (!opened[index] && !(event.get() instanceof Event.Failed)) {
                    opened[index] = true;
                    tell(out, bodies.opening(index));
                }
                switch (event.get()) {
                    case Event.Piece piece -> tell(out, bodies.piece(index, piece.text(), piece.logprobs()));
                    case Event.Done done -> {
                        whole[index] = done.continuation();
                        missing--;
                        tell(out, bodies.closing(index, done.continuation()));
                    }
                    case Event.Failed failed -> {
                        tellOne(out, failure(failed.cause(), false).body());
                        return;
                    }
                }
            }
            if (job.includeUsage()) {
                tellOne(out, bodies.usageEvent(continuations()));
            }
            write(out, "data: [DONE]\n\n");
        }
    }

    private List<Continuation> continuations() {
        var all = new ArrayList<Continuation>();
        Arrays.stream(whole).forEach(each -> all.add(java.util.Objects.requireNonNull(each)));
        return all;
    }

    private OutputStream open(String type) {
        response.status(Status.OK_200);
        response.header(HeaderNames.CONTENT_TYPE, type);
        return response.outputStream();
    }

    private void tell(OutputStream out, List<ObjectNode> choices) throws IOException {
        for (var choice : choices) {
            tellOne(out, bodies.event(choice));
        }
    }

    private static void tellOne(OutputStream out, JsonNode body) throws IOException {
        write(out, "data: " + JsonMapper.shared().writeValueAsString(body) + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static byte[] bytes(JsonNode body) {
        return JsonMapper.shared().writeValueAsBytes(body);
    }

    /// @param begun whether the answer has begun, so that its status can no longer tell
    private static ApiError failure(Throwable cause, boolean begun) {
        if (begun) {
            throw new UncheckedIOException(new IOException("There is no answer to end with", cause));
        }
        return switch (cause) {
            case ArithmeticException e ->
                ApiError.of(500, null, "The model gave no answer: %s.".formatted(e.getMessage()));
            case IllegalStateException _ -> ApiError.of(503, "server_stopping", "The server is being stopped.");
            case InterruptedException _ -> ApiError.of(503, "server_stopping", "The server is being stopped.");
            case OutOfMemoryError _ ->
                ApiError.of(503, "out_of_memory", "The server is out of memory: send less at once.");
            default -> ApiError.of(500, null, "The model failed: %s.".formatted(cause.getMessage()));
        };
    }
}
