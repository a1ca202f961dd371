package dev.assay.app;

import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Style;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What the launcher runs once after a build, so that the JVM learns which classes to keep ready: a short audit of the
/// model that ships, and one of an address where nobody answers. Prints nothing.
@Command(name = "rehearse", hidden = true)
final class RehearseCommand implements Callable<Integer> {

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
        return ExitCode.OK.code();
    }

    private static PrintStream silence() {
        return new PrintStream(OutputStream.nullOutputStream());
    }
}
