package dev.assay.app.eval;

import dev.assay.app.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/// An evaluation as the list of runs shows it.
///
/// @param subject the task and the model
/// @param started when its journal was made
/// @param word `running`, `finished`, `stopped` or `cut off`
public record RunState(String subject, Instant started, String word) {

    /// Empty if the run is no evaluation.
    public static Optional<RunState> of(RunFolder folder) {
        return RunStatus.read(folder)
                .map(status ->
                        new RunState(status.task() + " on " + status.model(), started(folder, status), word(status)));
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
