package dev.assay.app.datasets;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.tasks.file.Library;
import dev.assay.tasks.file.Manifest;
import dev.assay.tasks.file.Registry;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./assay datasets list`.
@Command(name = "list", description = "List the public sets that Assay knows.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final LibraryOption library = new LibraryOption();

    @Option(names = "--json", description = "Write the list as JSON.")
    private boolean json;

    ListCommand(Console console) {
        this.console = console;
    }

    /// One set, as `--json` writes it.
    record Row(
            String name,
            String title,
            String licence,
            String address,
            boolean gated,
            boolean harmful,
            boolean kept,
            String sha256) {}

    @Override
    public Integer call() {
        Library kept = library.library();
        List<Manifest> sets = Registry.list();
        if (json) {
            List<Row> rows = sets.stream()
                    .map(set -> new Row(
                            set.name(),
                            set.title(),
                            set.licence(),
                            set.address().toString(),
                            set.gated(),
                            set.harmful(),
                            kept.has(set),
                            set.sha256().orElse("unverified")))
                    .toList();
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(rows));
            return ExitCode.OK.code();
        }
        int width = sets.stream().mapToInt(set -> set.name().length()).max().orElse(0);
        for (Manifest set : sets) {
            console.out()
                    .println(String.format(
                            Locale.ROOT,
                            "  %s %-" + width + "s  %s%s%s",
                            kept.has(set) ? "*" : " ",
                            set.name(),
                            set.title(),
                            set.harmful() ? "  [harmful]" : "",
                            set.gated() ? "  [gated]" : ""));
        }
        console.out().println();
        console.out()
                .println("  " + sets.size() + " sets; * is on this machine. [harmful] rows ask for harm;"
                        + " [gated] sets are fetched by hand and imported.");
        console.out().println("  next    ./assay datasets show gsm8k   or   ./assay datasets get gsm8k");
        return ExitCode.OK.code();
    }
}
