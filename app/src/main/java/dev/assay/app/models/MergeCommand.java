package dev.assay.app.models;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import dev.assay.engine.Fingerprint;
import dev.assay.engine.adapter.LoraAdapter;
import dev.assay.engine.adapter.MergedFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay models merge ADAPTER [--base FOLDER] --out FOLDER`.
@Command(
        name = "merge",
        description = "Merge a LoRA adapter (peft's format) into its base: the new folder is an ordinary model.",
        mixinStandardHelpOptions = true)
final class MergeCommand implements Callable<Integer> {

    private static final int LINE_LIMIT = 400;

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "ADAPTER",
            description = "A folder with adapter_config.json and adapter_model.safetensors.")
    private Path adapter = Path.of("");

    @Option(
            names = "--base",
            paramLabel = "FOLDER",
            description = "The model it was trained on (default: what adapter_config.json names, if it is a folder).")
    private @Nullable Path base;

    @Option(names = "--out", paramLabel = "FOLDER", required = true, description = "A new folder.")
    private Path out = Path.of("");

    MergeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        LoraAdapter read = LoraAdapter.read(adapter);
        Path folder = base == null ? named(read.base()) : base;
        if (!Files.isDirectory(folder)) {
            throw new UserError("'" + folder + "' is no folder: name the model of the adapter with --base.");
        }
        MergedFolder.write(folder, adapter, out);
        line(
                "adapter",
                adapter + ", rank " + read.settings().rank() + ", "
                        + read.additions().size() + " matrices"
                        + (read.replacements().isEmpty()
                                ? ""
                                : ", " + read.replacements().size() + " whole tensors"));
        line("base", folder.toString());
        line("fingerprint", Fingerprint.of(out));
        line("folder", out.toString());
        return ExitCode.OK.code();
    }

    private static Path named(String name) {
        if (!name.isEmpty() && !name.contains("\0") && Files.isDirectory(Path.of(name))) {
            return Path.of(name);
        }
        throw new UserError("The adapter names '" + Printable.line(name, LINE_LIMIT)
                + "' as its base, which is no folder here: name the folder with --base.");
    }

    private void line(String what, String value) {
        console.out().println(String.format(Locale.ROOT, "  %-12s  %s", what, Printable.line(value, LINE_LIMIT)));
    }
}
