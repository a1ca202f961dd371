package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An evaluation as the list of runs shows it.
///
/// @param subject the task and the model
/// @param started when its journal was made
/// @param word `running`, `finished`, `stopped` or `cut off`
/// @param scorer the headline's; empty where it is not known
/// @param score mean of its grades, of those so far while the run goes on; empty where there is none
/// @param errored samples that ended with an error
/// @param tags words by which the run can be found
public record RunState(
        String subject,
        Instant started,
        String word,
        String scorer,
        OptionalDouble score,
        long errored,
        List<String> tags) {

    private static final long MOST_BYTES = 4 << 20;

    public RunState {
        tags = List.copyOf(tags);
    }

    /// Empty if the run is no evaluation.
    public static Optional<RunState> of(RunFolder folder) {
        return RunStatus.read(folder).map(status -> of(folder, status));
    }

    private static RunState of(RunFolder folder, RunStatus status) {
        JsonNode result = result(folder);
        JsonNode headline = result.path("scores").path(0);
        double mean = status.progress().mean();
        // What is graded again after its end is in the result alone; what goes on is in the status alone.
        boolean ended = !status.isRunning()
                && !headline.isMissingNode()
                && (status.exit().isPresent() || isGradedSince(folder));
        OptionalDouble score = ended
                ? number(headline.path("metrics").path("accuracy"))
                : Double.isNaN(mean) ? OptionalDouble.empty() : OptionalDouble.of(mean);
        List<String> tags = new ArrayList<>();
        result.path("tags").forEach(tag -> tags.add(tag.asString("")));
        return new RunState(
                status.task() + " on " + status.model(),
                started(folder, status),
                word(status),
                headline.path("scorer").asString(""),
                score,
                status.progress().errored(),
                tags);
    }

    /// Of a run that was cut off: whether its result is of after that, and not of a command before.
    private static boolean isGradedSince(RunFolder folder) {
        try {
            return Files.getLastModifiedTime(ResultFile.path(folder))
                            .compareTo(Files.getLastModifiedTime(RunStatus.file(folder)))
                    > 0;
        } catch (IOException unreadable) {
            return false;
        }
    }

    private static OptionalDouble number(JsonNode node) {
        return node.isNumber() ? OptionalDouble.of(node.asDouble()) : OptionalDouble.empty();
    }

    /// Whatever `result.json` holds, nothing in it stops the list.
    private static JsonNode result(RunFolder folder) {
        Path file = ResultFile.path(folder);
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                return JsonMapper.shared().readTree(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException | JacksonException unreadable) {
            return JsonMapper.shared().createObjectNode();
        }
        return JsonMapper.shared().createObjectNode();
    }

    private static String word(RunStatus status) {
        if (status.isRunning()) {
            return "running";
        }
        if (status.exit().isEmpty()) {
            return "cut off";
        }
        return status.progress().finished() < status.progress().total() ? "stopped" : "finished";
    }

    private static Instant started(RunFolder folder, RunStatus status) {
        try {
            return Files.readAttributes(folder.journal(), BasicFileAttributes.class)
                    .creationTime()
                    .toInstant();
        } catch (IOException e) {
            return status.processStarted();
        }
    }
}
