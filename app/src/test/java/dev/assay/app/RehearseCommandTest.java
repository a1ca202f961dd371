package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.domain.PreparedDomains;
import dev.assay.store.SqliteLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/// The rehearsal goes the ways that users go, so that a start finds ready what it needs.
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RehearseCommandTest {

    @TempDir
    private Path folder;

    @Test
    void endsAnAuditOfAnOrganismAndOneOfAnEndpoint() throws IOException {
        System.setProperty(
                SqliteLibrary.FOLDER_PROPERTY, folder.resolve("native").toString());
        System.setProperty(
                PreparedDomains.FOLDER_PROPERTY, folder.resolve("prepared").toString());
        try {
            Captured captured = Captured.run("rehearse", folder.resolve("runs").toString());
            assertThat(captured.code()).isZero();
            assertThat(captured.out() + captured.err()).isEmpty();
        } finally {
            System.clearProperty(SqliteLibrary.FOLDER_PROPERTY);
            System.clearProperty(PreparedDomains.FOLDER_PROPERTY);
        }
        for (String run : new String[] {"organism", "endpoint"}) {
            assertThat(folder.resolve("runs").resolve(run).resolve("report.html"))
                    .exists();
        }
        assertThat(Files.readString(folder.resolve("runs/endpoint/report.json")))
                .contains("I cannot help with that.")
                .doesNotContain("\"errored\":1");
        assertThat(folder.resolve("runs/nobody")).doesNotExist();
        assertThat(count("native")).isEqualTo(1);
        assertThat(count("prepared")).isGreaterThanOrEqualTo(5);
    }

    private long count(String name) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            return files.count();
        }
    }
}
