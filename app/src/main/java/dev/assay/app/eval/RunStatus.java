package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `status.json` in a run's folder: what other processes can know of a run while it goes on. It is written anew every
/// second and whole at every moment.
///
/// @param run name of the run
/// @param task name of the task
/// @param model name of the model
/// @param pid process that runs it
/// @param processStarted when that process started, so that another with its number is not taken for it
/// @param exit the exit code once it has ended
/// @param progress where it is
record RunStatus(
        String run,
        String task,
        String model,
        long pid,
        Instant processStarted,
        Optional<Integer> exit,
        EvalProgress progress) {

    private static final String SCHEMA = "assay-eval-status/1";
    private static final long MOST_BYTES = 1 << 20;

    static Path file(RunFolder folder) {
        return folder.path().resolve("status.json");
    }

    /// Whether a process goes on with it now.
    boolean isRunning() {
        return exit.isEmpty()
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .flatMap(handle -> handle.info().startInstant())
                        .filter(processStarted::equals)
                        .isPresent();
    }

    void write(RunFolder folder) throws IOException {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("schema", SCHEMA);
        json.put("run", run);
        json.put("task", task);
        json.put("model", model);
        json.put("pid", pid);
        json.put("process_started", processStarted.toString());
        exit.ifPresent(code -> json.put("exit", code));
        json.put("finished", progress.finished());
        json.put("total", progress.total());
        json.put("scored", progress.scored());
        json.put("excluded", progress.excluded());
        json.put("errored", progress.errored());
        if (!Double.isNaN(progress.mean())) {
            json.put("mean_score", progress.mean());
        }
        json.put("in_flight", progress.active());
        json.put("calls_open", progress.inUse());
        json.put("concurrency", progress.concurrency());
        json.put("retries", progress.retries());
        json.put("per_second", progress.perSecond());
        json.put("tokens", progress.tokens());
        Path file = file(folder);
        Path beside = file.resolveSibling("status.json.part");
        Files.writeString(beside, json.toString(), StandardCharsets.UTF_8);
        Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// The status of the run in `folder`, if it has one that can be read.
    static Optional<RunStatus> read(RunFolder folder) {
        try {
            if (!Files.isRegularFile(file(folder)) || Files.size(file(folder)) > MOST_BYTES) {
                return Optional.empty();
            }
            JsonNode json = JsonMapper.shared().readTree(Files.readString(file(folder), StandardCharsets.UTF_8));
            if (!json.path("schema").asString("").equals(SCHEMA)) {
                return Optional.empty();
            }
            return Optional.of(new RunStatus(
                    json.path("run").asString(""),
                    json.path("task").asString(""),
                    json.path("model").asString(""),
                    json.path("pid").asLong(0),
                    Instant.parse(json.path("process_started").asString("")),
                    json.has("exit") ? Optional.of(json.path("exit").asInt()) : Optional.empty(),
                    new EvalProgress(
                            json.path("finished").asLong(0),
                            json.path("total").asLong(0),
                            json.path("scored").asLong(0),
                            json.path("excluded").asLong(0),
                            json.path("errored").asLong(0),
                            json.has("mean_score") ? json.path("mean_score").asDouble() : Double.NaN,
                            json.path("in_flight").asInt(0),
                            json.path("calls_open").asInt(0),
                            json.path("concurrency").asInt(0),
                            json.path("retries").asLong(0),
                            json.path("per_second").asDouble(0),
                            json.path("tokens").asLong(0))));
        } catch (IOException | JacksonException | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }
}
