package dev.assay.engine.checkpoint;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/// Files that appear whole or not at all: written beside their place, forced to the disk, then moved.
public final class WholeFile {

    private WholeFile() {}

    /// What is written.
    @FunctionalInterface
    public interface Content {
        /// @throws IOException if the stream fails
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes a file, in the place of one that may be there. After a failure the earlier one is untouched
    /// and nothing is left beside it.
    ///
    /// @throws IOException if the disk is full or the folder cannot be written
    public static void write(Path file, Content content) throws IOException {
        var part = file.resolveSibling(file.getFileName() + ".part");
        var written = false;
        try (var channel = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
            content.writeTo(out);
            out.flush();
            channel.force(true);
            written = true;
        } finally {
            if (!written) {
                Files.deleteIfExists(part);
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
