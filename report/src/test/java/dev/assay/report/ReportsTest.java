package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.audit.AuditReport;
import dev.assay.report.fixture.ReportFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Documents are whole or not there, and what cannot be written is said in one sentence.
class ReportsTest {
    @TempDir
    Path folder;

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesBothDocumentsAndReadsThemBack() throws IOException {
        AuditReport report = ReportFixture.finch();
        Reports.Written written = Reports.write(report, folder.resolve("new/run"));
        assertThat(names(folder.resolve("new/run"))).containsExactly("report.html", "report.json");
        assertThat(Reports.read(written.json())).isEqualTo(report);
        assertThat(Reports.read(folder.resolve("new/run"))).isEqualTo(report);
        assertThat(written.html()).content(StandardCharsets.UTF_8).isEqualTo(Reports.html(report));
    }

    @Test
    void replacesAnOlderReportWhole() throws IOException {
        Files.writeString(folder.resolve("report.json"), "old");
        Reports.write(ReportFixture.finch(), folder);
        assertThat(Reports.read(folder)).isEqualTo(ReportFixture.finch());
        assertThat(names(folder)).containsExactly("report.html", "report.json");
    }

    @Test
    void aFileInThePlaceOfTheFolderIsOneSentence() throws IOException {
        Path file = Files.writeString(folder.resolve("taken"), "mine");
        assertThatThrownBy(() -> Reports.write(ReportFixture.finch(), file))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("cannot be written")
                .hasMessageContaining("--out")
                .message()
                .doesNotContain("\n");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aFolderInThePlaceOfTheFileLeavesNothingBehind() throws IOException {
        Files.createDirectories(folder.resolve("report.html/inner"));
        assertThatThrownBy(() -> Reports.write(ReportFixture.finch(), folder)).isInstanceOf(ReportException.class);
        assertThat(names(folder)).noneMatch(name -> name.endsWith(".part"));
    }

    @Test
    void whatIsMissingOrBrokenIsNamed() throws IOException {
        assertThatThrownBy(() -> Reports.read(folder))
                .isInstanceOf(ReportException.class)
                .hasMessageStartingWith("There is no report.json at ");
        Files.write(folder.resolve("report.json"), new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> Reports.read(folder)).isInstanceOf(ReportException.class);
    }
}
