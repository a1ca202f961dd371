package dev.assay.app.datasets;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.tasks.file.Library;
import dev.assay.tasks.file.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `./assay datasets import NAME FILE`.
@Command(
        name = "import",
        description = "Keep a set's file that you have: for machines without a network, and for gated sets.",
        mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as gsm8k.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The set's file, as its makers offer it.")
    private Path file = Path.of("");

    @Mixin
    private final LibraryOption library = new LibraryOption();

    ImportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Manifest set = ShowCommand.find(name);
        if (!Files.isRegularFile(file)) {
            throw new UserError("there is no file '" + file + "'; check the path.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            print(console, set, library.library().keep(set, in, Long.MAX_VALUE));
        } catch (IOException e) {
            throw new UserError(
                    "'" + file + "' cannot be read (" + e.getClass().getSimpleName() + "); check its permissions.");
        }
        return ExitCode.OK.code();
    }

    static void print(Console console, Manifest set, Library.Kept kept) {
        console.out().println("  " + set.name() + ": " + kept.samples() + " samples, " + kept.file());
        console.out()
                .println("  sha256 " + kept.sha256()
                        + (kept.verified()
                                ? ", as the registry has it"
                                : ", pinned now; the registry has none to compare it with"));
        console.out().println("  licence " + set.licence() + "; cite " + set.citation());
    }
}
