package dev.assay.agents.mcp;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where an MCP server is.
public sealed interface McpServer {

    /// A program of this machine that speaks MCP on its standard input and output. It is started for us, sees
    /// none of our variables but `PATH`, `HOME`, `LANG` and `TMPDIR`, and is ended with all that it started.
    /// It runs with our rights: a program that is not trusted belongs into a sandbox.
    ///
    /// @param command program and arguments
    /// @param environment further variables, such as a key of the server's own; never shown
    /// @param folder where it is started; empty for the present folder
    record Stdio(List<String> command, Map<String, String> environment, Optional<Path> folder) implements McpServer {
        /// A program in the present folder.
        public Stdio(List<String> command, Map<String, String> environment) {
            this(command, environment, Optional.empty());
        }

        public Stdio {
            command = List.copyOf(command);
            environment = Map.copyOf(environment);
            if (command.isEmpty()) {
                throw new IllegalArgumentException("An MCP server over stdio needs a command.");
            }
        }

        /// A program without further variables.
        public static Stdio of(String... command) {
            return new Stdio(List.of(command), Map.of());
        }

        /// The same program in a network namespace of its own, in which there is no network, and with an empty `/run`,
        /// where the sockets of daemons lie, such as a container engine's. Sockets elsewhere in the file system
        /// can still be reached. It needs bubblewrap, on Linux.
        public Stdio withoutNetwork() {
            List<String> words = new ArrayList<>(List.of("bwrap", "--dev-bind", "/", "/", "--tmpfs", "/run"));
            // Programs, where the system keeps them there.
            words.addAll(List.of("--ro-bind-try", "/run/current-system", "/run/current-system"));
            folder.map(path -> path.toAbsolutePath().normalize())
                    .filter(path -> path.startsWith("/run"))
                    .ifPresent(path -> words.addAll(List.of("--bind", path.toString(), path.toString())));
            words.addAll(List.of("--unshare-net", "--die-with-parent", "--"));
            words.addAll(command);
            return new Stdio(words, environment, folder);
        }

        @Override
        public String toString() {
            return String.join(" ", command);
        }
    }

    /// A server that speaks streamable HTTP. Redirections are not followed.
    ///
    /// @param endpoint its address, `http` or `https`
    /// @param headers further headers, such as `Authorization`; never shown
    record Http(URI endpoint, Map<String, String> headers) implements McpServer {
        public Http {
            headers = Map.copyOf(headers);
            String scheme = endpoint.getScheme();
            if (endpoint.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
                throw new IllegalArgumentException("'" + endpoint
                        + "' is no address of an MCP server: use http://host/path or https://host/path.");
            }
        }

        /// A server without further headers.
        public static Http of(String endpoint) {
            return new Http(URI.create(endpoint), Map.of());
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }
}
