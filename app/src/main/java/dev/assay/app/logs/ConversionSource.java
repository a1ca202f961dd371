package dev.assay.app.logs;

import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.logs.ConvertCommand.Format;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is converted: a run by its journal, or a log.
sealed interface ConversionSource extends AutoCloseable permits RunSource, LogFileSource {

    /// Opens the run or log that a user means by `source`.
    ///
    /// @throws UserError if it is neither
    static ConversionSource open(String source) {
        return isLog(source) ? new LogFileSource(Path.of(source)) : RunSource.open(folder(source));
    }

    /// Whether a log is meant, rather than a run.
    static boolean isLog(String source) {
        return Files.isRegularFile(Path.of(source)) || source.endsWith(".shards");
    }

    /// The folder of the run that a user means.
    ///
    /// @throws UserError if there is no such run
    static RunFolder folder(String source) {
        Path path = Path.of(source);
        for (Path place : new Path[] {path, RunFolder.RUNS.resolve(source)}) {
            RunFolder folder = new RunFolder(place);
            if (Files.isRegularFile(folder.journal()) || Files.isRegularFile(folder.storeFile())) {
                return folder;
            }
        }
        throw new UserError(
                "'" + source + "' is neither a log nor a run: expected an .eval or .json file, a folder with a"
                        + " run.db, or the name of one under '" + RunFolder.RUNS + "'.");
    }

    /// What a reader of the copy should know, in one sentence; empty where there is nothing.
    default Optional<String> note() {
        return Optional.empty();
    }

    /// How the file is called unless the user says it.
    String fileName(Format format);

    /// Writes all samples to a new file and returns how many there were.
    ///
    /// @throws UserError if the file cannot be written
    default long write(Format format, Path target) {
        try {
            return switch (format) {
                case EVAL -> writeEval(target);
                case JSONL -> writeJsonLines(target);
                case PARQUET -> writeParquet(target);
            };
        } catch (UncheckedIOException failure) {
            throw new UserError("cannot write '" + target + "': " + failure.getMessage()
                    + ". Name a folder that you may write to, on a disk with room.");
        }
    }

    /// @throws UserError if it is in that format already
    long writeEval(Path target);

    long writeJsonLines(Path target);

    long writeParquet(Path target);

    @Override
    void close();
}
