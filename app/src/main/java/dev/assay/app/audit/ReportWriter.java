package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.terminal.Console;
import dev.assay.core.audit.AuditReport;
import dev.assay.report.ReportException;
import dev.assay.report.Reports;
import java.nio.file.Path;
import java.util.Optional;

/// Writes the documents of a finished run and says where they are.
final class ReportWriter {

    private final Console console;
    private final RunFolder folder;
    private final boolean pdf;
    private final boolean json;

    ReportWriter(Console console, RunFolder folder, boolean pdf, boolean json) {
        this.console = console;
        this.folder = folder;
        this.pdf = pdf;
        this.json = json;
    }

    void write(AuditReport report, ExitCode code, Optional<Truth> truth) {
        Reports.write(report, folder.path());
        Optional<Path> printed = Optional.empty();
        if (pdf) {
            try {
                printed = Optional.of(Reports.print(folder.path()));
            } catch (ReportException e) {
                console.err().println("note: no PDF: " + e.getMessage());
            }
        }
        if (json) {
            console.out().println(Reports.json(report));
            return;
        }
        new ClosingText(console.style(), console.live(), folder)
                .lines(report, code, truth, printed)
                .forEach(console.out()::println);
    }
}
