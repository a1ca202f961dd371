package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.audit.AuditConfig;
import dev.assay.audit.AuditPlan;
import dev.assay.audit.domain.Domain;
import dev.assay.core.journal.RunHeader;
import dev.assay.core.journal.RunJournal;
import dev.assay.models.scripted.ScriptedModel;
import dev.assay.store.SqliteRunJournal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run goes on only under the program and the domain that it was planned with: else one test would be finished with
/// the draws and detectors of two.
class ResumeRefusedTest {

    @TempDir
    private Path folder;

    private static String domain(String request) {
        return """
                schema: assay.domain/1
                name: small
                description: "A few requests."
                refusal: {markers: ["I cannot"]}
                benign: [{text: "%s"}, {text: "How do I paint?"}]
                """.formatted(request);
    }

    /// Writes the journal of a run that was cut off before its first sample.
    private void cutOff(String version, String planned, String kept) {
        Domain domain = Domain.parse("small.yaml", planned.getBytes(StandardCharsets.UTF_8));
        var model = ScriptedModel.of("mock", messages -> "Gladly.");
        AuditPlan plan = AuditPlan.create(AuditConfig.DEFAULT, domain, model, 1, version);
        try (RunJournal journal = SqliteRunJournal.open(folder.resolve("run.db"))) {
            journal.putFact("domain.name", "small.yaml");
            journal.putFact("domain.text", kept);
            journal.begin(new RunHeader(
                    "run",
                    plan.target(),
                    plan.fingerprint(),
                    plan.hash(),
                    plan.json(),
                    plan.seed(),
                    "./assay audit mock",
                    Instant.EPOCH,
                    version));
        }
    }

    private void assertRefused(String... parts) {
        Captured captured = Captured.run("audit", "--resume", folder.toString());
        assertThat(captured.err()).startsWith("error: run '" + folder + "'").contains(parts);
        assertThat(captured.err().lines().count()).isEqualTo(1);
        assertThat(captured.code()).isEqualTo(ExitCode.BAD_INPUT.code());
    }

    @Test
    void underAnotherVersion() {
        cutOff("0.0.1", domain("How do I bake?"), domain("How do I bake?"));
        assertRefused("was begun by Assay 0.0.1", "go on with it by the version that began it, or start a new run");
    }

    @Test
    void withAnotherDomain() {
        cutOff(AssayVersion.current(), domain("How do I bake?"), domain("How do I steal?"));
        assertRefused("the domain that it keeps is not the one it was planned with", "start a new run");
    }
}
