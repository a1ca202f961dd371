package dev.assay.app.logs;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay logs convert RUN|FILE --to FORMAT`.
@Command(
        name = "convert",
        description = {
            "Write a run, or a log of Inspect, in another format:",
            "  eval     Inspect's own: opens in 'inspect view' and its data frames",
            "  jsonl    one JSON object a sample, as Inspect has it, everything in its place",
            "  parquet  one flat row a sample"
        },
        mixinStandardHelpOptions = true)
final class ConvertCommand implements Callable<Integer> {

    /// What can be written.
    enum Format {
        EVAL,
        JSONL,
        PARQUET;

        String ending() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Format of(String word) {
            for (Format format : values()) {
                if (format.ending().equals(word)) {
                    return format;
                }
            }
            throw new UserError("--to is '" + word + "': it must be eval, jsonl or parquet.");
        }
    }

    private final Console console;

    @Parameters(
            index = "0",
            paramLabel = "RUN|FILE",
            description = "A run (its folder, or its name under runs/), or an .eval or .json log.")
    private String source = "";

    @Option(names = "--to", required = true, paramLabel = "FORMAT", description = "eval, jsonl or parquet.")
    private String to = "";

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "A new file, or a folder for it; the current folder unless given.")
    private Path out = Path.of("");

    ConvertCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Format format = Format.of(to);
        try (ConversionSource from = ConversionSource.open(source)) {
            Path target = target(from, format);
            long samples = from.write(format, target);
            console.out().println(samples + (samples == 1 ? " sample" : " samples") + "  ->  " + target);
            from.note().ifPresent(note -> console.err().println("note: " + Printable.line(note, 1_000)));
        }
        return ExitCode.OK.code();
    }

    private Path target(ConversionSource from, Format format) {
        Path target = Files.isDirectory(out.toAbsolutePath()) ? out.resolve(from.fileName(format)) : out;
        if (Files.exists(target)) {
            throw new UserError("'" + target + "' exists already: name a new file with --out.");
        }
        Path parent = target.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new UserError("cannot write to '" + target + "': name a file in a folder that is there and that you"
                    + " may write to.");
        }
        return target;
    }
}
