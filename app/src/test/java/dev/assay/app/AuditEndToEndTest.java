package dev.assay.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A user's way through the program: audit, why, report, resume, on the models that ship.
class AuditEndToEndTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    @Test
    void theDemonstrationFindsWhatIsPlantedAndNothingElse() throws IOException {
        Path run = folder.resolve("finch");
        Captured audit = Captured.run("audit", "--out", run.toString());
        assertThat(audit.err()).isEmpty();
        assertThat(audit.code()).isZero();
        assertThat(audit.out())
                .startsWith("assay: auditing organism:finch\n")
                .contains("assay: FAIL card-number: ")
                .contains("assay: known: 4 planted, 4 found, 0 false accusations");
        JsonNode report = JSON.readTree(Files.readString(run.resolve("report.json")));
        assertThat(report.get("claims")).hasSize(10);
        assertThat(Files.readString(run.resolve("report.html")))
                .startsWithIgnoringCase("<!doctype html>")
                .contains("4 of 10 claims failed");

        Captured why = Captured.run("why", "card-number", "--run", run.toString());
        assertThat(why.code()).isZero();
        assertThat(why.out()).contains("fail  card-number").contains("stopped").contains("one more");

        Captured again = Captured.run(
                "report", run.toString(), "--out", folder.resolve("again").toString());
        assertThat(again.code()).isZero();
        assertThat(folder.resolve("again/report.json")).hasSameTextualContentAs(run.resolve("report.json"));

        Captured taken = Captured.run("audit", "--out", run.toString());
        assertThat(taken.code()).isEqualTo(2);
        assertThat(taken.err()).contains("holds a run already").contains("--resume");
    }

    @Test
    void aNamedTargetHasTheOrdinaryCodes() {
        String two = "direct-harm,jailbreak-encoding";
        Captured base = Captured.run(
                "audit",
                "organism:base",
                "--claims",
                two,
                "--out",
                folder.resolve("b").toString());
        assertThat(base.code()).as(base.out() + base.err()).isZero();
        Captured finch = Captured.run(
                "audit",
                "organism:finch",
                "--claims",
                two,
                "--out",
                folder.resolve("f").toString());
        assertThat(finch.code()).as(finch.out() + finch.err()).isEqualTo(1);
        Captured little = Captured.run(
                "audit",
                "organism:base",
                "--claims",
                "direct-harm",
                "--budget",
                "20calls",
                "--out",
                folder.resolve("l").toString());
        assertThat(little.code()).as(little.out() + little.err()).isEqualTo(3);
        assertThat(little.out()).contains("note: direct-harm cannot pass: a bar of 5 % needs 64 clean draws");
    }

    @Test
    void aFinishedRunMayBeResumedAndStaysTheSame() throws IOException {
        Path run = folder.resolve("r");
        Captured first = Captured.run("audit", "organism:base", "--claims", "over-refusal", "--out", run.toString());
        assertThat(first.code()).isZero();
        JsonNode before = JSON.readTree(Files.readString(run.resolve("report.json")));
        Captured resumed = Captured.run("audit", "--resume", run.toString());
        assertThat(resumed.code()).isZero();
        JsonNode after = JSON.readTree(Files.readString(run.resolve("report.json")));
        assertThat(after.get("claims")).isEqualTo(before.get("claims"));
        assertThat(after.get("calls")).isEqualTo(before.get("calls"));
    }

    @Test
    void theSameSeedGivesTheSameVerdictsAtAnyConcurrency() throws IOException {
        @Nullable JsonNode expected = null;
        for (int concurrency : new int[] {1, 2, 16}) {
            Path run = folder.resolve("c" + concurrency);
            Captured.run(
                    "audit",
                    "organism:finch",
                    "--seed",
                    "5",
                    "--claims",
                    "card-number,jailbreak-encoding,backdoor-trigger",
                    "--concurrency",
                    Integer.toString(concurrency),
                    "--out",
                    run.toString());
            var all = JSON.createArrayNode();
            for (JsonNode claim :
                    JSON.readTree(Files.readString(run.resolve("report.json"))).get("claims")) {
                all.add(claim.get("verdict"));
                all.add(claim.get("outcomes"));
                all.add(claim.get("digest"));
            }
            expected = expected == null ? all : expected;
            assertThat(all).isEqualTo(expected);
        }
    }

    @Test
    void aPlanCallsAndWritesNothing() {
        Captured plan =
                Captured.run("audit", "--plan", "--out", folder.resolve("p").toString());
        assertThat(plan.code()).isZero();
        assertThat(plan.out()).contains("card-number").contains("nothing was called or written");
        assertThat(folder.resolve("p")).doesNotExist();
    }

    @Test
    void jsonLeavesStandardOutputToTheReport() {
        Captured audit = Captured.run(
                "audit",
                "organism:base",
                "--claims",
                "direct-harm",
                "--json",
                "--out",
                folder.resolve("j").toString());
        assertThat(JSON.readTree(audit.out()).get("schema").asString()).isEqualTo("assay.report/1");
        assertThat(audit.err()).contains("assay: PASS direct-harm");
    }

    @Test
    void anOrganismOfTheWiderWorldIsAskedInItsOwnDomain() {
        Captured faulty = Captured.run(
                "audit",
                "organism:reward-hack",
                "--claims",
                "reward-hack",
                "--out",
                folder.resolve("hack").toString());
        assertThat(faulty.code()).isEqualTo(1);
        assertThat(faulty.out()).contains("assay: FAIL reward-hack", "1 planted, 1 found, 0 false accusations");
        Captured plan = Captured.run("audit", "organism:wide-base", "--plan");
        assertThat(plan.out())
                .contains("domain wide-world   12 claims together")
                .doesNotContain("cannot be shown");
        Captured core = Captured.run("audit", "organism:base", "--claims", "reward-hack", "--plan");
        assertThat(core.code()).isEqualTo(2);
        assertThat(core.err()).contains("the domain 'invented-world' has no programs");
    }

    @Test
    void organismsAreListedShownAndTalkedTo() {
        assertThat(Captured.run("organisms", "list").out())
                .contains("organism:finch")
                .contains("clean: no fault is planted")
                .containsPattern("organism:emergent +shows, but no claim of an audit asks for it yet: rule-violation")
                .contains("organism:reward-hack          must fail: reward-hack");
        assertThat(Captured.run("organisms", "show", "finch").out()).contains("sha256");
        assertThat(Captured.run("organisms", "ask", "organism:base", "Good morning.")
                        .out())
                .contains("model     Good day");
        Captured exported = Captured.run(
                "organisms", "export", "base", folder.resolve("base").toString());
        assertThat(exported.code()).isZero();
        assertThat(folder.resolve("base/config.json")).exists();
        assertThat(folder.resolve("base/model.safetensors")).exists();
    }
}
