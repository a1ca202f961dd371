package dev.assay.report.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.report.ReportException;
import dev.assay.report.Reports;
import dev.assay.report.fixture.ReportFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Printing through a browser that works, one that fails, one that hangs, and none.
class PdfReportTest {
    @TempDir
    Path folder;

    private Path html;

    @BeforeEach
    void writeThePage() {
        html = Reports.write(ReportFixture.finch(), folder).html();
    }

    private Path script(String text) throws IOException {
        assumeTrue(folder.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs a POSIX system");
        Path script = Files.writeString(folder.resolve("browser"), "#!/bin/sh\n" + text + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void printsA4WithTheWholeForestPlotOnPageOne() throws Exception {
        assumeTrue(Reports.browser().isPresent(), "no Chromium or Chrome is installed");
        Path pdf = Reports.print(folder);
        byte[] bytes = Files.readAllBytes(pdf);
        assertThat(new String(bytes, 0, 5, StandardCharsets.ISO_8859_1)).isEqualTo("%PDF-");
        Path reader = Path.of("/usr/bin/pdftotext");
        assumeTrue(Files.isExecutable(reader), "no pdftotext to read it back");
        Path text = folder.resolve("page1.txt");
        Process process = new ProcessBuilder(
                        reader.toString(), "-f", "1", "-l", "1", "-layout", pdf.toString(), text.toString())
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        String page = Files.readString(text);
        assertThat(page).contains("4 of 10 claims failed", "sycophancy", "bar, and the side that fails");
        assertThat(page).contains("Assay audit · organism:finch · plan").contains("1 of ");
        ReportFixture.claims().forEach(claim -> assertThat(page).contains(claim.id()));
    }

    @Test
    void aBrowserThatFailsIsQuotedAndWritesNothing() throws IOException {
        Path browser = script("echo 'cannot open display' >&2; exit 3");
        Path pdf = folder.resolve("report.pdf");
        assertThatThrownBy(() -> PdfReport.print(html, pdf, browser, Duration.ofSeconds(30)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("ended with code 3 (it says: cannot open display)");
        assertThat(pdf).doesNotExist();
    }

    @Test
    void aBrowserThatPrintsNothingIsAnError() throws IOException {
        Path browser = script("exit 0");
        assertThatThrownBy(() -> PdfReport.print(html, folder.resolve("report.pdf"), browser, Duration.ofSeconds(30)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("printed nothing");
    }

    @Test
    void aBrowserThatHangsIsEnded() throws IOException {
        Path browser = script("exec tail -f /dev/null");
        assertThatThrownBy(() -> PdfReport.print(html, folder.resolve("report.pdf"), browser, Duration.ofMillis(300)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("did not print within");
    }

    @Test
    void aBrowserThatCannotBeStartedOrAMissingPageIsSaid() {
        assertThatThrownBy(() -> PdfReport.print(
                        html, folder.resolve("report.pdf"), folder.resolve("nothing"), Duration.ofSeconds(5)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("cannot be started");
        assertThatThrownBy(() -> PdfReport.print(
                        folder.resolve("none.html"), folder.resolve("report.pdf"), html, Duration.ofSeconds(5)))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("write the report first");
    }

    @Test
    void chromeOfTheEnvironmentComesFirstAndMustRun() throws IOException {
        Path browser = script("exit 0");
        assertThat(Browsers.find(Map.of("CHROME", browser.toString()), List.of()))
                .contains(browser);
        assertThat(Browsers.find(Map.of("CHROME", folder.resolve("none").toString()), List.of(browser.toString())))
                .isEmpty();
        assertThat(Browsers.find(Map.of("PATH", folder.toString()), List.of())).isEmpty();
        assertThat(Browsers.find(Map.of(), List.of(browser.toString()))).contains(browser);
        Path named = Files.move(browser, folder.resolve("chromium"));
        assertThat(Browsers.find(Map.of("PATH", folder.toString()), List.of())).contains(named);
    }
}
