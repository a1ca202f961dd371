package dev.assay.agents.sandbox;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/// Looks at what all processes of a sandbox hold together, which no resource limit of a process bounds.
///
/// @param work the working folder on this machine
/// @param limits what is allowed
record ResourceWatch(Path work, SandboxLimits limits) implements BoundedProcess.Watch {

    private static final int MOST_FILES = 20_000;
    private static final long PAGE = 4096;

    @Override
    public Optional<ExecutionResult.End> look(ProcessHandle process) {
        if (residentBytes(process) > limits.memoryBytes()) {
            return Optional.of(ExecutionResult.End.MEMORY_LIMIT);
        }
        return isDiskFull() ? Optional.of(ExecutionResult.End.DISK_LIMIT) : Optional.empty();
    }

    private static long residentBytes(ProcessHandle process) {
        return process.descendants().mapToLong(ResourceWatch::resident).sum();
    }

    private static long resident(ProcessHandle process) {
        try {
            String[] pages = Files.readString(Path.of("/proc", Long.toString(process.pid()), "statm"))
                    .split(" ");
            return Long.parseLong(pages[1]) * PAGE;
        } catch (IOException | RuntimeException gone) {
            return 0;
        }
    }

    /// Whether the working folder holds more bytes or files than it may, or hides some from us.
    boolean isDiskFull() {
        Usage usage = new Usage();
        try {
            Files.walkFileTree(work, usage);
        } catch (IOException hidden) {
            return true;
        }
        return usage.bytes > limits.diskBytes() || usage.files > MOST_FILES;
    }

    private final class Usage extends SimpleFileVisitor<Path> {
        private long bytes;
        private int files;

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return add(0);
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return add(attributes.isRegularFile() ? attributes.size() : 0);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        private FileVisitResult add(long size) {
            bytes += size;
            files++;
            return bytes > limits.diskBytes() || files > MOST_FILES
                    ? FileVisitResult.TERMINATE
                    : FileVisitResult.CONTINUE;
        }
    }
}
