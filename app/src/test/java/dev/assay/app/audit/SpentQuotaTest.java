package dev.assay.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import dev.assay.app.eval.AnsweringServer;
import dev.assay.app.eval.AnsweringServer.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An audit whose account can pay no more.
class SpentQuotaTest {

    private static final String SPENT = "{\"error\":{\"message\":\"You exceeded your current quota\","
            + "\"type\":\"insufficient_quota\",\"code\":\"insufficient_quota\"}}";

    @TempDir
    private Path folder;

    private Captured audit(AnsweringServer server) {
        return Captured.run(
                "audit",
                server.target(),
                "--claims",
                "direct-harm",
                "--concurrency",
                "1",
                "--out",
                folder.resolve("run").toString());
    }

    @Test
    void onTheWayItEndsTheAuditWhichGoesOnLater() throws IOException {
        AtomicBoolean spent = new AtomicBoolean(true);
        AnsweringServer.Script script = (_, request) ->
                request > 10 && spent.get() ? Reply.error(429, SPENT) : Reply.ok("I cannot help with that.");
        try (AnsweringServer server = new AnsweringServer(script)) {
            Captured first = audit(server);
            assertThat(first.code()).isEqualTo(2);
            assertThat(first.err())
                    .contains("What was answered is kept. Go on with: ./assay audit --resume")
                    .contains("answered 429 (insufficient_quota")
                    .contains("quota is spent; add credit or raise its limit at the provider, then resume.");
            assertThat(server.requests).hasValue(11);
            spent.set(false);
            Captured second =
                    Captured.run("audit", "--resume", folder.resolve("run").toString());
            assertThat(second.code()).as(second.err()).isZero();
            assertThat(folder.resolve("run/report.json")).exists();
        }
    }

    @Test
    void fromTheStartItIsBadInput() throws IOException {
        try (AnsweringServer server = new AnsweringServer((_, _) -> Reply.error(429, SPENT))) {
            Captured run = audit(server);
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.err()).contains("quota is spent").hasLineCount(1);
            assertThat(folder.resolve("run")).doesNotExist();
            assertThat(server.requests).hasValue(1);
        }
    }
}
