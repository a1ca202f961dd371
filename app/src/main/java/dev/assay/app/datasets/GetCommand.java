package dev.assay.app.datasets;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.tasks.file.Manifest;
import java.io.InputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay datasets get NAME`.
@Command(
        name = "get",
        description = "Fetch a set from where its makers offer it, and keep it.",
        mixinStandardHelpOptions = true)
final class GetCommand implements Callable<Integer> {

    private static final long MOST_BYTES = 4L << 30;

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as gsm8k.")
    private String name = "";

    @Option(names = "--offline", description = "Refuse to fetch anything.")
    private boolean offline;

    @Mixin
    private final LibraryOption library = new LibraryOption();

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Manifest set = ShowCommand.find(name);
        String byHand = "fetch " + set.address() + " by hand and run ./assay datasets import " + set.name() + " FILE.";
        if (offline) {
            throw new UserError("'" + set.name() + "' is not fetched with --offline: " + byHand);
        }
        if (set.gated()) {
            throw new UserError("the host of '" + set.name() + "' asks for consent: " + byHand);
        }
        try (Download download = Download.open(set.address());
                InputStream in = download.body()) {
            ImportCommand.print(console, set, library.library().keep(set, in, MOST_BYTES));
        } catch (java.io.IOException e) {
            throw new UserError("'" + set.name() + "' could not be fetched (" + Download.reason(e) + "): " + byHand);
        }
        return ExitCode.OK.code();
    }
}
