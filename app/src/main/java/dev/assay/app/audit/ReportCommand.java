package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.UserError;
import dev.assay.app.terminal.Console;
import dev.assay.core.audit.AuditReport;
import dev.assay.report.Reports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `./assay report [RUN]`.
@Command(
        name = "report",
        description = "Write the documents of a finished run again, from its report.json.",
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "RUN",
            description = "Name or folder of the run (default: the latest).")
    private @Nullable String run;

    @Option(names = "--pdf", description = "Also print it as PDF, through an installed Chromium or Chrome.")
    private boolean pdf;

    @Option(names = "--out", paramLabel = "DIR", description = "Where to write (default: the run's folder).")
    private @Nullable Path out;

    public ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        RunFolder folder = run == null ? RunFolder.latest() : RunFolder.existing(run);
        Path source = folder.path().resolve("report.json");
        if (!Files.isRegularFile(source)) {
            throw new UserError("run '" + folder.id() + "' has no report yet: go on with it by ./assay audit --resume "
                    + folder.id() + ".");
        }
        AuditReport report = Reports.read(source);
        RunFolder destination = out == null ? folder : new RunFolder(out);
        destination.create();
        Reports.write(report, destination.path());
        console.out().println("report  " + destination.html());
        if (pdf) {
            console.out().println("pdf     " + Reports.print(destination.path()));
        }
        return ExitCode.OK.code();
    }
}
