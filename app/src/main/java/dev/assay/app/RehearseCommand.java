package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the launcher runs once after a build, so that the JVM learns which classes to keep ready: a short audit of the
/// model that ships, one of an address where nobody answers, and an evaluation against a server that answers. Prints
/// nothing.
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

    private static final int SAMPLES = 200;

    @Parameters(index = "0", paramLabel = "DIR", description = "A folder for what is written.")
    private Path folder = Path.of("");

    @Override
    public Integer call() {
        Console quiet = new Console(silence(), silence(), false, 100, new Style(false));
        Main.run(
                quiet,
                "audit",
                "--budget",
                "400calls",
                "--out",
                folder.resolve("organism").toString());
        Main.run(
                quiet, "why", "card-number", "--run", folder.resolve("organism").toString());
        Main.run(
                quiet,
                "audit",
                "http://127.0.0.1:9/v1#nobody",
                "--out",
                folder.resolve("nobody").toString());
        evaluate(quiet);
        return ExitCode.OK.code();
    }

    private void evaluate(Console quiet) {
        try (RehearsalServer server = RehearsalServer.start()) {
            Path data = folder.resolve("questions.jsonl");
            StringBuilder rows = new StringBuilder();
            for (int i = 1; i <= SAMPLES; i++) {
                rows.append("{\"id\": ")
                        .append(i)
                        .append(", \"input\": \"Question ")
                        .append(i)
                        .append("?\", \"target\": \"yes\"}\n");
            }
            Files.writeString(data, rows, StandardCharsets.UTF_8);
            String run = folder.resolve("eval").toString();
            Main.run(
                    quiet,
                    "eval",
                    "--data",
                    data.toString(),
                    "--model",
                    server.target(),
                    "--limit",
                    "1-150",
                    "--out",
                    run);
            Main.run(quiet, "eval", "--resume", run);
            Main.run(quiet, "runs");
        } catch (IOException e) {
            // without a rehearsal the first run starts a little later, and nothing else
            return;
        }
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
