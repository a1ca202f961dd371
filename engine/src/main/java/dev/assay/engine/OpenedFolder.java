package dev.assay.engine;

import dev.assay.engine.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A model folder as it lay when it was opened: its fingerprint, which takes as long as reading every byte,
/// is computed when it is asked for, and only of the files that were opened.
///
/// @param path the folder
/// @param stamp name, length, time and identity of each file that the fingerprint is over
record OpenedFolder(Path path, String stamp) {

    /// Notes the files; call it before they are read.
    ///
    /// @throws CheckpointException if the folder cannot be read
    static OpenedFolder of(Path path) {
        return new OpenedFolder(path, stampOf(path));
    }

    /// The fingerprint of what was opened.
    ///
    /// @throws CheckpointException if a file cannot be read, or is not the one that was opened
    String fingerprint() {
        var fingerprint = Fingerprint.of(path);
        if (!stampOf(path).equals(stamp)) {
            throw new CheckpointException(
                    "The files of %s were changed since it was opened, so that what answers has no fingerprint: open it again."
                            .formatted(path));
        }
        return fingerprint;
    }

    /// Checks that the files are those that were opened.
    ///
    /// @throws CheckpointException if not
    void requireUnchanged() {
        if (!stampOf(path).equals(stamp)) {
            throw new CheckpointException(
                    "The files of %s were changed since it was opened: open it again.".formatted(path));
        }
    }

    private static String stampOf(Path folder) {
        var stamp = new StringBuilder();
        for (var name : Fingerprint.files(folder)) {
            var file = folder.resolve(name);
            if (Files.exists(file)) {
                try {
                    var found = Files.readAttributes(file, BasicFileAttributes.class);
                    stamp.append(name)
                            .append(' ')
                            .append(found.size())
                            .append(' ')
                            .append(found.lastModifiedTime())
                            .append(' ')
                            .append(found.fileKey())
                            .append('\n');
                } catch (IOException e) {
                    throw new CheckpointException("Cannot read %s: %s".formatted(file, e.getMessage()), e);
                }
            }
        }
        return stamp.toString();
    }
}
