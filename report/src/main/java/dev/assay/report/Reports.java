package dev.assay.report;

import dev.assay.core.audit.AuditReport;
import dev.assay.report.html.HtmlReport;
import dev.assay.report.json.JsonReport;
import dev.assay.report.pdf.Browsers;
import dev.assay.report.pdf.PdfReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Writes an audit's documents into its run folder, and reads them back. Every file is whole or not there.
public final class Reports {
    /// Name of the page in a run folder.
    public static final String HTML = "report.html";
    /// Name of the data in a run folder.
    public static final String JSON = "report.json";
    /// Name of the printed page in a run folder.
    public static final String PDF = "report.pdf";

    private Reports() {}

    /// Where the documents of a run are.
    ///
    /// @param html the page
    /// @param json the data
    public record Written(Path html, Path json) {}

    /// The page, as {@link #write} writes it.
    public static String html(AuditReport report) {
        return HtmlReport.render(report);
    }

    /// The data, as {@link #write} writes them: ASCII, described in `docs/report-json.md`.
    public static String json(AuditReport report) {
        return JsonReport.write(report);
    }

    /// Writes `report.json` and `report.html` into the folder, which is made if need be.
    ///
    /// @throws ReportException if one of them cannot be written
    public static Written write(AuditReport report, Path folder) {
        String json = json(report);
        String html = html(report);
        Written written = new Written(folder.resolve(HTML), folder.resolve(JSON));
        WholeFiles.write(written.json(), json.getBytes(StandardCharsets.UTF_8));
        WholeFiles.write(written.html(), html.getBytes(StandardCharsets.UTF_8));
        return written;
    }

    /// Reads a report from `report.json` or from the folder that holds it.
    ///
    /// @throws ReportException if there is none, or it is not as its schema asks
    public static AuditReport read(Path fileOrFolder) {
        Path file = Files.isDirectory(fileOrFolder) ? fileOrFolder.resolve(JSON) : fileOrFolder;
        try {
            return JsonReport.read(Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new ReportException("There is no " + JSON + " at " + file + ": name a run folder that has one.", e);
        } catch (IOException e) {
            throw new ReportException("Report " + file + " cannot be read (" + e.getMessage() + ").", e);
        }
    }

    /// The Chromium or Chrome that {@link #print} would use; empty if none is installed.
    public static Optional<Path> browser() {
        return Browsers.installed();
    }

    /// Prints `report.html` of the folder to `report.pdf` beside it, through an installed Chromium or Chrome.
    ///
    /// @return the PDF
    /// @throws ReportException if there is no page or no browser, or printing fails; the message names the remedy
    public static Path print(Path folder) {
        Path pdf = folder.resolve(PDF);
        PdfReport.print(folder.resolve(HTML), pdf);
        return pdf;
    }
}
