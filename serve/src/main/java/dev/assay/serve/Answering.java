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

/// Writes the answers of one request. A client that has left is noticed at the next write, and ends what is still
/// being generated for it.
final class Answering {

    /// How long pieces of a stream are gathered after the last were sent: a reader sees no difference, and each write
    /// costs as much as several tokens of a small model.
    static final Duration PAUSE = Duration.ofMillis(20);

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
            var events = run.take(heartbeat);
            if (events.isEmpty()) {
                var out = open.isPresent() ? open.get() : open("application/json");
                open = Optional.of(out);
                out.write(' ');
                out.flush();
            }
            for (var event : events) {
                if (event instanceof Event.Failed failed) {
                    throw failure(failed.cause(), open.isPresent());
                }
                if (event instanceof Event.Done done) {
                    whole[done.index()] = done.continuation();
                    missing--;
                }
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

    /// The answer as server-sent events, one a piece. What has come in the meantime is sent together.
    void stream() throws InterruptedException, IOException {
        response.header(HeaderNames.CACHE_CONTROL, "no-cache");
        var opened = new boolean[job.size()];
        var told = new StringBuilder();
        try (var out = open("text/event-stream")) {
            for (var missing = job.size(); missing > 0; ) {
                var events = run.take(LONG);
                if (events.isEmpty()) {
                    told.append(": still at work\n\n");
                }
                for (var event : events) {
                    if (event instanceof Event.Failed failed) {
                        tell(
                                told,
                                JsonMapper.shared()
                                        .writeValueAsString(
                                                failure(failed.cause(), false).body()));
                        write(out, told);
                        return;
                    }
                    missing -= tell(told, event, opened);
                }
                if (missing > 0) {
                    write(out, told);
                }
            }
            if (job.includeUsage()) {
                tell(told, bodies.usageEvent(continuations()));
            }
            write(out, told.append("data: [DONE]\n\n"));
        }
    }

    /// Tells of a piece or an end.
    ///
    /// @return how many answers ended by it
    private int tell(StringBuilder told, Event event, boolean[] opened) {
        var index = event.index();
        if (!opened[index]) {
            opened[index] = true;
            bodies.opening(index).forEach(choice -> tell(told, bodies.event(choice)));
        }
        return switch (event) {
            case Event.Piece piece -> {
                bodies.tell(told, piece);
                yield 0;
            }
            case Event.Done done -> {
                whole[index] = done.continuation();
                bodies.closing(index, done.continuation()).forEach(choice -> tell(told, bodies.event(choice)));
                yield 1;
            }
            case Event.Failed failed -> throw new IllegalArgumentException("No answer can be told of", failed.cause());
        };
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

    private static void tell(StringBuilder told, String json) {
        told.append(Bodies.DATA).append(json).append(Bodies.END);
    }

    private static void write(OutputStream out, StringBuilder told) throws IOException {
        out.write(told.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        told.setLength(0);
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
