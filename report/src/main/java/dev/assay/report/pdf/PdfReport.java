package dev.assay.report.pdf;

import dev.assay.report.ReportException;
import dev.assay.report.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Prints a report's page to PDF (A4) through an installed Chromium or Chrome, without a network, in a profile of its
/// own that is removed afterwards.
public final class PdfReport {
    /// How long the browser may take by default.
    public static final Duration TIMEOUT = Duration.ofSeconds(60);

    private PdfReport() {}

    /// Prints with the installed browser, within {@link #TIMEOUT}.
    ///
    /// @param html the page, as {@link dev.assay.report.Reports} wrote it
    /// @param pdf the file to write; replaced whole, or left as it was
    /// @throws ReportException if no browser is installed, the page is missing, or the browser fails
    public static void print(Path html, Path pdf) {
        Optional<Path> browser = Browsers.installed();
        if (browser.isEmpty()) {
            throw new ReportException("No Chromium or Chrome was found to print " + pdf.getFileName()
                    + ": install one, set CHROME to its program, or print report.html from any browser.");
        }
        print(html, pdf, browser.get(), TIMEOUT);
    }

    /// Prints with this browser.
    ///
    /// @param timeout how long it may take
    /// @throws ReportException if the page is missing, the browser fails or takes longer, or the file
    ///     cannot be written
    public static void print(Path html, Path pdf, Path browser, Duration timeout) {
        if (!Files.isReadable(html)) {
            throw new ReportException("Page " + html + " cannot be read: write the report first.");
        }
        Path work = temporaryFolder();
        try {
            Path made = work.resolve("report.pdf");
            run(command(browser, work, made, html), work.resolve("log"), timeout);
            if (!Files.isRegularFile(made) || Files.size(made) == 0) {
                throw new ReportException("Browser " + browser + " printed nothing (it says: "
                        + tail(work.resolve("log")) + "): print report.html from a browser by hand.");
            }
            WholeFiles.write(pdf, Files.readAllBytes(made));
        } catch (IOException e) {
            throw new ReportException("The printed pages cannot be read back from " + work + ": " + e.getMessage(), e);
        } finally {
            remove(work);
        }
    }

    private static List<String> command(Path browser, Path work, Path made, Path html) {
        List<String> command = new ArrayList<>(List.of(
                browser.toString(),
                "--headless",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--no-default-browser-check",
                "--user-data-dir=" + work.resolve("profile"),
                "--no-pdf-header-footer",
                "--print-to-pdf=" + made));
        if (isRoot()) {
            command.add("--no-sandbox");
        }
        command.add(html.toAbsolutePath().toUri().toString());
        return command;
    }

    /// Chromium refuses its sandbox to root, and only to root.
    static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static void run(List<String> command, Path log, Duration timeout) {
        Process process = null;
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(log.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ReportException("Browser " + command.getFirst() + " did not print within "
                        + timeout.toSeconds() + " s: print report.html from a browser by hand.");
            }
            if (process.exitValue() != 0) {
                throw new ReportException("Browser " + command.getFirst() + " ended with code " + process.exitValue()
                        + " (it says: " + tail(log) + "): print report.html from a browser by hand.");
            }
        } catch (IOException e) {
            throw new ReportException(
                    "Browser " + command.getFirst() + " cannot be started: set CHROME to one that runs.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ReportException("Printing was interrupted; no PDF was written.", e);
        } finally {
            if (process != null) {
                end(process);
            }
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit()
                .orTimeout(5, TimeUnit.SECONDS)
                .exceptionally(late -> process)
                .join();
    }

    private static String tail(Path log) {
        try {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
            String last = lines.isEmpty() ? "nothing" : lines.getLast().replaceAll("[^\\x20-\\x7e]", "?");
            return last.length() > 200 ? last.substring(0, 200) + "..." : last;
        } catch (IOException e) {
            return "nothing";
        }
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("assay-print-");
        } catch (IOException e) {
            throw new ReportException(
                    "No temporary folder can be made for printing (" + e.getMessage() + "): free space there or set"
                            + " java.io.tmpdir.",
                    e);
        }
    }

    private static void remove(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(
                        Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // A file that the browser still holds stays in the system's temporary folder; the PDF is whole.
            folder.toFile().deleteOnExit();
        }
    }
}
