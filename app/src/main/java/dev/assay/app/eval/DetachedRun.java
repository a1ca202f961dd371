package dev.assay.app.eval;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Starts a run in a process of its own, which goes on when this one ends.
final class DetachedRun {

    private static final long TICK_MILLISECONDS = 100;
    private static final Path SETSID = Path.of("/usr/bin/setsid");
    private static final int MOST_SHOWN = 20_000;

    private DetachedRun() {}

    /// Starts `./assay ARGUMENTS` and returns when its first sample is under way, or when it has ended.
    ///
    /// @param folder the run's folder, which exists
    /// @param arguments the command line without `--detach`, with the folder named in it
    /// @param fresh whether the folder was made for this run
    static ExitCode start(Console console, RunFolder folder, List<String> arguments, boolean fresh) {
        Path log = folder.path().resolve("console.log");
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(SETSID)) {
            command.add(SETSID.toString());
        }
        command.addAll(program());
        command.addAll(arguments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(new File(File.separatorChar == '/' ? "/dev/null" : "NUL")))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            while (!process.waitFor(TICK_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                boolean runs = RunStatus.read(folder)
                        .filter(status -> process.pid() == status.pid()
                                || process.descendants().anyMatch(child -> child.pid() == status.pid()))
                        .filter(status -> status.progress().finished() > 0
                                || status.progress().active() > 0)
                        .isPresent();
                if (runs) {
                    console.out().println(folder.id());
                    console.err()
                            .println("assay: the run goes on by itself; ./assay runs watch "
                                    + EvalText.shellWord(folder.id()) + " shows it");
                    return ExitCode.OK;
                }
            }
            return ended(console, folder, process.exitValue(), log, fresh);
        } catch (IOException e) {
            throw new UserError(
                    "the run cannot be started in a process of its own (" + e.getMessage() + "): leave --detach away.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /// The run ended before it could be seen running: what it said is said here.
    private static ExitCode ended(Console console, RunFolder folder, int code, Path log, boolean fresh)
            throws IOException {
        String said = Files.readString(log, StandardCharsets.UTF_8);
        said = said.substring(0, Math.min(MOST_SHOWN, said.length()));
        if (code == ExitCode.BAD_INPUT.code() && fresh && !Files.exists(folder.journal())) {
            Files.deleteIfExists(log);
            folder.discard();
            console.err().print(said);
        } else {
            console.out().println(folder.id());
            console.err().print(said);
        }
        console.err().flush();
        for (ExitCode each : ExitCode.values()) {
            if (each.code() == code) {
                return each;
            }
        }
        return ExitCode.INTERNAL;
    }

    /// The launcher where this program was started by it, else this Java.
    private static List<String> program() {
        String home = System.getenv("ASSAY_HOME");
        if (home != null && Files.isExecutable(Path.of(home, "assay"))) {
            return List.of(Path.of(home, "assay").toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home", ""), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path", ""),
                "dev.assay.app.Main");
    }
}
