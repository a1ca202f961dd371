package dev.assay.tasks.data;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// Files a user named, and the sentences for those that cannot be read.
final class SourceFiles {

    private SourceFiles() {}

    /// What tells that a file is still the one that was checked.
    ///
    /// @param size in bytes
    /// @param modified in milliseconds since 1970
    record Stamp(long size, long modified) {

        static Stamp of(Path file) {
            try {
                BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(facts.size(), facts.lastModifiedTime().toMillis());
            } catch (IOException e) {
                throw unreadable(file.toString(), e);
            }
        }

        void requireUnchanged(Path file) {
            if (!equals(of(file))) {
                throw new DatasetException(
                        file + " changed after it was checked: leave it alone during a run, and start the run again.");
            }
        }
    }

    /// How messages call a file.
    static String name(Path file) {
        Path last = file.getFileName();
        return last == null ? file.toString() : last.toString();
    }

    static boolean isCompressed(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /// The bytes of a file, unpacked where its name ends in `.gz`.
    static InputStream open(Path file) {
        try {
            InputStream in = Files.newInputStream(file);
            return isCompressed(file) ? new GZIPInputStream(new BufferedInputStream(in, 1 << 16), 1 << 16) : in;
        } catch (IOException e) {
            throw unreadable(file.toString(), e);
        }
    }

    static DatasetException unreadable(String file, IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> new DatasetException("There is no file " + file + "; check the path.", e);
            case AccessDeniedException _ -> new DatasetException(file + " may not be read; check its permissions.", e);
            case ZipException _ ->
                new DatasetException(file + " is no whole gzip file; fetch it again, or unpack it yourself.", e);
            case java.io.EOFException _ ->
                new DatasetException(file + " is cut off; fetch it again, or unpack it yourself.", e);
            default ->
                new DatasetException(
                        file + " cannot be read (" + e.getClass().getSimpleName() + "); check the disk.", e);
        };
    }

    static void close(Closeable open) {
        try {
            open.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
