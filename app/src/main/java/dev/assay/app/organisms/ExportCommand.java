package dev.assay.app.organisms;

import dev.assay.app.ExitCode;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.organisms.Organisms;
import dev.assay.organisms.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `./assay organisms export NAME DIR`.
@Command(
        name = "export",
        description = "Write an organism as a Hugging Face folder, which Python transformers loads.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "NAME", description = "Such as finch.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "DIR", description = "A new folder.")
    private Path folder = Path.of("");

    ExportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (Files.exists(folder)) {
            throw new UserError("'" + folder + "' exists already: name a new folder.");
        }
        String plain = OrganismNames.plain(name);
        Path scratch = null;
        try {
            scratch = Files.createTempDirectory("assay-export-");
            Path source = Organisms.isShipped(plain)
                    ? Organisms.materialise(plain, scratch)
                    : new Zoo(ZooFolder.of(null)).find(plain).folder();
            Files.createDirectories(folder);
            try (Stream<Path> files = Files.list(source)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot write to '" + folder + "': name a folder that you may write to.");
        } finally {
            delete(scratch);
        }
        console.out().println("organism:" + plain + "  ->  " + folder);
        return ExitCode.OK.code();
    }

    private static void delete(@org.jspecify.annotations.Nullable Path scratch) {
        if (scratch == null) {
            return;
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            // a temporary folder that stays does no harm
            return;
        }
    }
}
