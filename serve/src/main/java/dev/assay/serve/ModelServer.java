package dev.assay.serve;

import dev.assay.engine.LocalModel;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Serves one model in OpenAI's wire format: `/v1/models`, `/v1/chat/completions`, `/v1/completions`, and
/// `/health`. Requests of many clients are computed together. What the model or the server cannot do is
/// refused with a 400 that names it, never dropped.
public final class ModelServer implements AutoCloseable {

    private static final Logger HELIDON = Logger.getLogger("io.helidon");
    private static final List<Logger> STARTING = List.of(
            Logger.getLogger("io.helidon.webserver.LoomServer"),
            Logger.getLogger("io.helidon.webserver.ServerListener"));
    private static final Logger LOG = Logger.getLogger("dev.assay.serve");

    private final Served model;
    private final String name;
    private final ServeSettings settings;
    private final Gate gate;
    private final Intake intake;
    private final Queue queue;
    private final Set<Run> runs = ConcurrentHashMap.newKeySet();
    private final String fingerprint;
    private final WebServer server;

    private ModelServer(Served model, String name, ServeSettings settings) {
        this.model = model;
        this.name = name;
        this.settings = settings;
        this.gate = new Gate(settings.token());
        this.intake = new Intake(settings.longestBody(), placesToRead());
        this.queue = new Queue(settings.queue(), model.kvMemory());
        var digest = model.fingerprint();
        this.fingerprint = "fp_" + digest.substring(digest.indexOf(':') + 1, digest.indexOf(':') + 13);
        HELIDON.setLevel(Level.SEVERE);
        STARTING.forEach(logger -> logger.setLevel(Level.OFF)); // that it cannot start is told by an exception
        this.server = WebServer.builder()
                .host(settings.host())
                .port(settings.port())
                .shutdownHook(false)
                .maxTcpConnections(4 * settings.queue() + 64)
                .connectionOptions(options -> options.tcpNoDelay(true))
                .routing(this::route)
                .build();
    }

    /// Starts to serve a model, which stays the caller's to close.
    ///
    /// @param name what clients call the model
    /// @throws IllegalStateException if the address cannot be listened at
    public static ModelServer start(LocalModel model, String name, ServeSettings settings) {
        return start(Served.of(model, settings.kvMemory()), name, settings);
    }

    static ModelServer start(Served model, String name, ServeSettings settings) {
        var server = new ModelServer(model, name, settings);
        server.server.start();
        if (!server.server.isRunning()) {
            throw new IllegalStateException(
                    "Cannot listen at %s port %d: it is taken, or no address of this machine; give another with --port or --host."
                            .formatted(settings.host(), settings.port()));
        }
        return server;
    }

    /// The port that is listened at.
    public int port() {
        return server.port();
    }

    /// What an OpenAI client takes as its base URL.
    public String address() {
        var host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return "http://" + host + ":" + port() + "/v1";
    }

    /// How many requests are rendered and encoded at once: half of the processors, so that the model keeps
    /// the others.
    static int placesToRead() {
        return Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /// How many requests wait to be rendered and encoded.
    int waitingToBeRead() {
        return intake.waiting();
    }

    /// How many answers are under way or waiting.
    public int underWay() {
        return queue.taken();
    }

    private void route(HttpRouting.Builder routing) {
        routing.get(
                        "/health",
                        (_, response) -> json(
                                response,
                                200,
                                JsonMapper.shared().createObjectNode().put("status", "ok")))
                .get(
                        "/v1/models",
                        (request, response) -> guarded(request, response, () -> json(response, 200, models())))
                .get(
                        "/v1/models/{name}",
                        (request, response) -> guarded(request, response, () -> {
                            requireModel(request.path().pathParameters().get("name"));
                            json(response, 200, modelEntry());
                        }))
                .post(
                        "/v1/chat/completions",
                        (request, response) ->
                                guarded(request, response, () -> answer(request, response, ChatRequest::read, true)))
                .post(
                        "/v1/completions",
                        (request, response) -> guarded(
                                request, response, () -> answer(request, response, CompletionRequest::read, false)))
                .any(
                        "/*",
                        (request, response) -> guarded(request, response, () -> {
                            throw ApiError.of(
                                    404,
                                    "unknown_url",
                                    "Unknown request URL: %s %s. This server has /v1/models, /v1/chat/completions and /v1/completions."
                                            .formatted(
                                                    request.prologue().method().text(),
                                                    request.path().path().length() > 200
                                                            ? "of a long path"
                                                            : request.path().path()));
                        }));
    }

    /// What a route does; may throw whatever reading and writing throws.
    @FunctionalInterface
    private interface Route {
        void run() throws IOException, InterruptedException;
    }

    private void guarded(ServerRequest request, ServerResponse response, Route route) throws InterruptedException {
        try {
            gate.check(request);
            route.run();
        } catch (ApiError e) {
            if (e.status() == 429) {
                response.header(HeaderNames.RETRY_AFTER, "1");
            }
            json(response, e.status(), e.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e); // the client has left: there is nobody to tell
        } catch (UncheckedIOException | ServerConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.SEVERE, "A request failed by a fault of the server", e);
            if (!response.isSent()) {
                json(
                        response,
                        500,
                        ApiError.of(500, null, "The server failed; this is a fault of its own.")
                                .body());
            }
        }
    }

    private static void json(ServerResponse response, int status, JsonNode body) {
        response.status(Status.create(status));
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(JsonMapper.shared().writeValueAsBytes(body));
    }

    private ObjectNode models() {
        var body = JsonMapper.shared().createObjectNode().put("object", "list");
        body.putArray("data").add(modelEntry());
        return body;
    }

    private ObjectNode modelEntry() {
        return JsonMapper.shared()
                .createObjectNode()
                .put("id", name)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "assay")
                .put("max_model_len", model.context());
    }

    private void requireModel(String asked) {
        if (!asked.equals(name)) {
            throw ApiError.of(
                    404,
                    "model_not_found",
                    "The model '%s' does not exist here: this server has '%s'."
                            .formatted(asked.length() > 100 ? asked.substring(0, 100) : asked, name));
        }
    }

    private void answer(
            ServerRequest request, ServerResponse response, BiFunction<Fields, Served, Job> reader, boolean chat)
            throws IOException, InterruptedException {
        var job = intake.take(request, fields -> {
            requireModel(fields.string("model"));
            return reader.apply(fields, model);
        });
        var bytes = IntStream.range(0, job.size())
                .mapToLong(index -> model.cacheBytes(job.longest(index, model.context())))
                .toArray();
        queue.enter(bytes);
        try (var run = Run.start(
                job,
                model,
                job.stream() && job.tools().isEmpty(),
                Answering.PAUSE,
                index -> queue.leave(bytes[index]))) {
            runs.add(run);
            try {
                var bodies =
                        chat ? new ChatBodies(name, fingerprint, job) : new CompletionBodies(name, fingerprint, job);
                var answering = new Answering(run, bodies, job, response);
                if (job.stream()) {
                    answering.stream();
                } else {
                    answering.send(settings.heartbeat());
                }
            } finally {
                runs.remove(run);
            }
        } finally {
            queue.exit();
        }
    }

    /// Takes no more requests, lets those under way end for as long as the settings say, cancels the rest,
    /// and stops to listen.
    @Override
    public void close() {
        try {
            if (!queue.drain(settings.patience())) {
                runs.forEach(Run::close);
                queue.drain(Duration.ofSeconds(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop();
        }
    }
}
