package dev.assay.store.export;

import dev.assay.store.archive.PartFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// A file with one JSON value a line. It appears under its name when {@link #finish} returns. Not safe for
/// many threads.
public final class JsonLines implements AutoCloseable {

    private final Path target;
    private final Path part;
    private final OutputStream out;
    private boolean finished;

    private JsonLines(Path target, Path part) throws IOException {
        this.target = target;
        this.part = part;
        this.out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
    }

    /// Starts a file that {@link #finish} moves to `target`, replacing what is there.
    ///
    /// @throws UncheckedIOException if the folder cannot be written
    public static JsonLines create(Path target) {
        try {
            return new JsonLines(target, PartFiles.beside(target));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Adds a line.
    ///
    /// @param json one value in UTF-8, without line breaks
    /// @throws UncheckedIOException if the file cannot be written
    public void append(byte[] json) {
        try {
            out.write(json);
            out.write('\n');
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Ends the file and gives it its name.
    ///
    /// @throws UncheckedIOException if the file cannot be written
    public void finish() {
        try {
            out.close();
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Removes what is not finished.
    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            out.close();
            Files.deleteIfExists(part);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
