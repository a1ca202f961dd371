package dev.assay.store.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/// Files that are being written: hidden, with a name that ends in `.part`, in the folder of what they will
/// be, so that they can be moved there in one step. They have the rights that the user gives to new files.
public final class PartFiles {

    private PartFiles() {}

    /// A new, empty file beside `target`.
    ///
    /// @throws IOException if the folder cannot be written
    public static Path beside(Path target) throws IOException {
        return Files.createFile(target.toAbsolutePath().resolveSibling(".assay-" + UUID.randomUUID() + ".part"));
    }
}
