package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;

/// A place in which foreign code runs. It has a working folder that outlives a command and dies with the
/// sandbox; nothing else outlives a command, processes in the background included. One command at a time.
///
/// The contract, escape attempts included, is `SandboxContract` in this room's tests.
public interface Sandbox extends AutoCloseable {

    /// The {@link FileSystemException#getReason} where a file was asked for and there is a folder.
    String IS_A_FOLDER = "it is a folder";

    /// Runs a command to its end.
    ///
    /// @throws SandboxException if the sandbox failed, so that nothing can be said of the command
    ExecutionResult execute(Execution execution);

    /// Writes a file; folders above it are made. The path is looked up inside the sandbox, so it cannot name
    /// a file outside, whatever it says and whatever links there are.
    ///
    /// @param path relative to the working folder, or absolute
    /// @throws IOException if it cannot be written, for want of room or right
    /// @throws SandboxException if the sandbox failed
    default void write(String path, byte[] content) throws IOException {
        ExecutionResult result = execute(new Execution(
                List.of("/bin/sh", "-c", "mkdir -p -- \"$(dirname -- \"$1\")\" && cat > \"$1\"", "sh", path),
                content,
                Optional.empty()));
        if (!result.isSuccess()) {
            throw new FileSystemException(path, null, "it cannot be written in the sandbox");
        }
    }

    /// Reads a file, as far as the limit of output reaches. The path is looked up inside the sandbox.
    ///
    /// @param path relative to the working folder, or absolute
    /// @throws NoSuchFileException if there is none
    /// @throws AccessDeniedException if it may not be read
    /// @throws FileSystemException if it is a folder, longer than the limit of output, or never ends
    /// @throws SandboxException if the sandbox failed
    default byte[] read(String path) throws IOException {
        ExecutionResult result = execute(Execution.of(
                "/bin/sh",
                "-c",
                "[ -d \"$1\" ] && exit 91; [ -e \"$1\" ] || exit 92; [ -r \"$1\" ] || exit 93; exec cat -- \"$1\"",
                "sh",
                path));
        if (result.end() != ExecutionResult.End.EXITED) {
            throw new FileSystemException(path, null, "it is longer than the limit of output, or never ends");
        }
        return switch (result.exitCode()) {
            case 0 -> result.output();
            case 91 -> throw new FileSystemException(path, null, IS_A_FOLDER);
            case 92 -> throw new NoSuchFileException(path);
            case 93 -> throw new AccessDeniedException(path);
            default -> throw new FileSystemException(path, null, "it cannot be read in the sandbox");
        };
    }

    /// Kills what runs and deletes the working folder.
    @Override
    void close();
}
