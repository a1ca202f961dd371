package dev.assay.agents.sandbox;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A command for a sandbox. It runs in the working folder.
///
/// @param command program and arguments, at least the program; no shell sees them
/// @param input what it finds on standard input
/// @param timeout shorter than the sandbox's own, where given
@SuppressWarnings("ArrayRecordComponent")
public record Execution(List<String> command, byte[] input, Optional<Duration> timeout) {

    public Execution {
        command = List.copyOf(command);
        input = input.clone();
        Objects.requireNonNull(timeout, "timeout");
        if (command.isEmpty()) {
            throw new IllegalArgumentException("A command needs at least the program.");
        }
        for (String word : command) {
            if (word.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("A command cannot hold a NUL character.");
            }
        }
    }

    @Override
    public byte[] input() {
        return input.clone();
    }

    /// A command without input.
    public static Execution of(String... command) {
        return new Execution(List.of(command), new byte[0], Optional.empty());
    }

    /// A script for `sh`.
    public static Execution shell(String script) {
        return of("/bin/sh", "-c", script);
    }

    /// The same command with text on standard input.
    public Execution withInput(String text) {
        return new Execution(command, text.getBytes(StandardCharsets.UTF_8), timeout);
    }

    /// The same command with less time.
    public Execution withTimeout(Duration value) {
        return new Execution(command, input, Optional.of(value));
    }
}
