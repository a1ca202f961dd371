package dev.assay.tasks.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A file that a task file names.
///
/// @param path where it is
/// @param bytes what it holds
@SuppressWarnings("ArrayRecordComponent")
record NamedFile(Path path, byte[] bytes) {

    /// @throws TaskFileException with the place that names it, if there is none, or it is larger than `most` bytes
    static NamedFile read(YamlFile file, Path folder, String name, int line, int most) {
        Path path = path(file, folder, name, line);
        try {
            if (!Files.isRegularFile(path)) {
                throw file.error(line, "there is no file '" + Fields.shown(path.toString()) + "'; check the path");
            }
            if (Files.size(path) > most) {
                throw file.error(
                        line,
                        "the file '" + Fields.shown(path.toString()) + "' is larger than " + (most >> 10)
                                + " KiB, which is the most");
            }
            return new NamedFile(path, Files.readAllBytes(path));
        } catch (IOException unreadable) {
            throw file.error(
                    line,
                    "the file '" + Fields.shown(path.toString()) + "' cannot be read ("
                            + unreadable.getClass().getSimpleName() + "); check its permissions");
        }
    }

    static Path path(YamlFile file, Path folder, String name, int line) {
        if (name.isBlank()) {
            throw file.error(line, "a file's name is empty here");
        }
        try {
            return folder.resolve(name);
        } catch (InvalidPathException e) {
            throw file.error(line, "'" + Fields.shown(name) + "' is no path");
        }
    }

    /// Whether it lies in `folder`, wherever a link may lead.
    boolean isIn(Path folder) {
        try {
            return path.toRealPath().startsWith(folder.toRealPath());
        } catch (IOException gone) {
            return false;
        }
    }

    /// SHA-256, in hexadecimal.
    String digest() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }
}
