package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The folder of this machine in which the files of a sandbox lie. Nobody else may enter it.
///
/// @param home the folder; deleted with the sandbox
/// @param work within it, what the sandbox sees as `/work`
record SandboxFolder(Path home, Path work) {

    /// A fresh folder.
    ///
    /// @param user who owns `work`; empty for the present user
    static SandboxFolder create(OptionalInt user) {
        try {
            Path home = Files.createTempDirectory("assay-sandbox-");
            Path work = Files.createDirectory(home.resolve("work"));
            if (user.isPresent()) {
                // The sandbox's user passes through this folder, and owns the one within.
                Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwx--x--x"));
                Files.setAttribute(work, "unix:uid", user.getAsInt());
                Files.setAttribute(work, "unix:gid", user.getAsInt());
            }
            Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwx------"));
            return new SandboxFolder(home, work);
        } catch (IOException failure) {
            throw new SandboxException(
                    "No folder for a sandbox can be made under " + System.getProperty("java.io.tmpdir") + ": "
                            + failure.getMessage(),
                    failure);
        }
    }

    /// Deletes it; links are deleted, not followed.
    void delete() {
        try {
            Files.walkFileTree(home, new Delete());
        } catch (IOException left) {
            throw new SandboxException("The folder " + home + " cannot be deleted: " + left.getMessage(), left);
        }
    }

    private static final class Delete extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
