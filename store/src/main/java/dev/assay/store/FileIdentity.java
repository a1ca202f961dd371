package dev.assay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/// Which file a name stood for. Systems let a file be deleted while a program writes it, and the program never
/// hears of it: all that it writes is gone when it ends.
final class FileIdentity {

    private final Path file;
    private final @Nullable Object key;

    /// The file that is there now.
    FileIdentity(Path file) {
        this.file = file;
        this.key = key();
    }

    /// Whether the name stands for the same file still; always true on systems that number no files.
    boolean isThere() {
        return key == null || key.equals(key());
    }

    private @Nullable Object key() {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException absent) {
            return null;
        }
    }
}
