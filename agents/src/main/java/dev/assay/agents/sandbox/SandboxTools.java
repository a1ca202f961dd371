package dev.assay.agents.sandbox;

import dev.assay.agents.sandbox.ExecutionResult.End;
import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.OpenTools;
import dev.assay.agents.tool.Tool;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import dev.assay.agents.tool.Toolbox;
import dev.assay.core.task.Sample;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// The tools of a sandbox: `bash`, `python`, `read_file` and `write_file`. Each sample has a sandbox of its own.
public final class SandboxTools {

    private SandboxTools() {}

    /// The names of all tools that there are: `bash`, `python`, `read_file`, `write_file`.
    public static final List<String> NAMES = List.of("bash", "python", "read_file", "write_file");

    /// `bash`, `read_file` and `write_file` in a fresh sandbox for each sample.
    public static Toolbox of(SandboxFactory factory) {
        return of(factory, List.of("bash", "read_file", "write_file"), sample -> Map.of());
    }

    /// Tools in a fresh sandbox for each sample.
    ///
    /// @param names which of {@link #NAMES}
    /// @param files what lies in the working folder at the start, by path
    /// @throws IllegalArgumentException if a name is none of {@link #NAMES}
    public static Toolbox of(SandboxFactory factory, List<String> names, Function<Sample, Map<String, byte[]>> files) {
        List<String> wanted = List.copyOf(names);
        for (String name : wanted) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException(
                        "A sandbox has no tool '" + name + "': known are " + String.join(", ", NAMES) + ".");
            }
        }
        return (sample, events) -> {
            Sandbox sandbox = opened(factory, files.apply(sample));
            return new OpenTools() {
                @Override
                public List<Tool> tools() {
                    return in(sandbox).stream()
                            .filter(tool -> wanted.contains(tool.info().name()))
                            .toList();
                }

                @Override
                public void close() {
                    sandbox.close();
                }
            };
        };
    }

    private static Sandbox opened(SandboxFactory factory, Map<String, byte[]> files) {
        Sandbox sandbox = factory.open();
        try {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                sandbox.write(file.getKey(), file.getValue());
            }
            return sandbox;
        } catch (IOException full) {
            sandbox.close();
            throw new SandboxException("The sample's files cannot be written into the sandbox: " + full, full);
        } catch (RuntimeException | Error failure) {
            sandbox.close();
            throw failure;
        }
    }

    record Script(
            @Description("The program, for Python 3. Print what you want to see.") @Length(min = 1, max = 100_000)
            String code) {}

    record Command(
            @Description("The command, for bash.") @Length(min = 1, max = 100_000)
            String command) {}

    record FilePath(
            @Description("Relative to the working folder, or absolute.") @Length(min = 1, max = 1_000)
            String path) {}

    record FileText(
            @Description("Relative to the working folder, or absolute.") @Length(min = 1, max = 1_000)
            String path,

            @Description("The whole text of the file.") String text) {}

    /// All of {@link #NAMES} in a sandbox that is there; the caller closes it.
    public static List<Tool> in(Sandbox sandbox) {
        return List.of(
                Tool.sequential(
                        "bash",
                        "Run a command in a sandbox without network. Files in the working folder stay; processes end "
                                + "with the command.",
                        Command.class,
                        given -> run(sandbox, given.command())),
                Tool.sequential(
                        "python",
                        "Run a Python program in a sandbox without network. Files in the working folder stay; nothing "
                                + "else does.",
                        Script.class,
                        given -> told(sandbox.execute(Execution.of("python3", "-c", withoutNul(given.code()))))),
                Tool.sequential(
                        "read_file",
                        "Read a text file in the sandbox.",
                        FilePath.class,
                        given -> read(sandbox, given.path())),
                Tool.sequential(
                        "write_file",
                        "Write a text file in the sandbox.",
                        FileText.class,
                        given -> write(sandbox, given.path(), given.text())));
    }

    private static String run(Sandbox sandbox, String command) throws CharacterCodingException {
        ExecutionResult result = sandbox.execute(Execution.of(
                "/bin/sh",
                "-c",
                "if command -v bash >/dev/null; then exec bash -c \"$1\"; else exec sh -c \"$1\"; fi",
                "sh",
                withoutNul(command)));
        return told(result);
    }

    /// What the model is told of a command that has run.
    private static String told(ExecutionResult result) throws CharacterCodingException {
        if (result.end() != End.EXITED) {
            throw new ToolException(
                    type(result.end()),
                    "The command was killed: " + reason(result.end()) + " Its output until then:\n"
                            + tail(result.outputText()));
        }
        StringBuilder text = new StringBuilder(decode(result.output()));
        String errors = decode(result.errors());
        if (!errors.isEmpty()) {
            text.append(text.isEmpty() || text.charAt(text.length() - 1) == '\n' ? "" : "\n")
                    .append("[stderr]\n")
                    .append(errors);
        }
        if (result.exitCode() != 0) {
            text.append("\n[exit code ").append(result.exitCode()).append("]");
        }
        return text.toString();
    }

    private static String withoutNul(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new ToolException(ToolErrorType.PARSING, "A command or path cannot hold a NUL character.");
        }
        return text;
    }

    private static ToolErrorType type(End end) {
        return switch (end) {
            case TIMEOUT -> ToolErrorType.TIMEOUT;
            case OUTPUT_LIMIT -> ToolErrorType.OUTPUT_LIMIT;
            case MEMORY_LIMIT, DISK_LIMIT, EXITED -> ToolErrorType.UNKNOWN;
        };
    }

    private static String reason(End end) {
        return switch (end) {
            case TIMEOUT -> "it took too long.";
            case OUTPUT_LIMIT -> "it wrote too much.";
            case MEMORY_LIMIT -> "it used too much memory.";
            case DISK_LIMIT -> "the working folder holds too much.";
            case EXITED -> "it ended.";
        };
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 2_000));
    }

    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static String read(Sandbox sandbox, String path) throws IOException {
        try {
            return decode(sandbox.read(withoutNul(path)));
        } catch (NoSuchFileException | AccessDeniedException told) {
            throw told;
        } catch (FileSystemException told) {
            boolean isFolder = String.valueOf(told.getReason()).equals(Sandbox.IS_A_FOLDER);
            throw new ToolException(
                    isFolder ? ToolErrorType.IS_A_DIRECTORY : ToolErrorType.UNKNOWN,
                    String.valueOf(told.getMessage()),
                    told);
        }
    }

    private static String write(Sandbox sandbox, String path, String text) throws IOException {
        try {
            sandbox.write(withoutNul(path), text.getBytes(StandardCharsets.UTF_8));
            return "Written.";
        } catch (FileSystemException told) {
            throw new ToolException(ToolErrorType.PERMISSION, String.valueOf(told.getMessage()), told);
        }
    }
}
