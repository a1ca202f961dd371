package dev.assay.app.doctor;

import dev.assay.app.ExitCode;
import dev.assay.app.terminal.Console;
import dev.assay.app.terminal.Printable;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// `./assay doctor`.
@Command(name = "doctor", description = "Check this machine, and say what to do where something is missing.")
public final class DoctorCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Write the checks as JSON.")
    private boolean json;

    public DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Check> checks = new Doctor(System.getenv(), Path.of("")).examine();
        if (json) {
            console.out()
                    .println(JsonMapper.builder()
                            .build()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(checks));
        } else {
            for (Check check : checks) {
                console.out()
                        .println(String.format(
                                Locale.ROOT,
                                "  %-8s %-18s %s",
                                check.state().word(),
                                check.name(),
                                Printable.line(check.finding(), 200)));
                if (!check.remedy().isEmpty()) {
                    console.out().println(" ".repeat(30) + check.remedy());
                }
            }
        }
        boolean bad = checks.stream().anyMatch(check -> check.state() == Check.State.BAD);
        return (bad ? ExitCode.BAD_INPUT : ExitCode.OK).code();
    }
}
