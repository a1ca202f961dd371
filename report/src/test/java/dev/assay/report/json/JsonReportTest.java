package dev.assay.report.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.report.ReportException;
import dev.assay.report.fixture.ReportFixture;
import dev.assay.report.html.Variants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What is written reads back equal; nothing but JSON numbers and null stands for a number; keys keep their order.
class JsonReportTest {
    @Test
    void readsBackWhatItWrote() {
        AuditReport report = ReportFixture.finch();
        String json = JsonReport.write(report);
        AuditReport back = JsonReport.read(json);
        assertThat(back).isEqualTo(report);
        assertThat(JsonReport.write(back)).isEqualTo(json);
    }

    @Test
    void anyWordsReadBackEqual() {
        Random random = new Random(11);
        AuditReport report = ReportFixture.finch();
        for (int round = 0; round < 12; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append((char) random.nextInt(0x10000));
            }
            List<ClaimResult> claims = new ArrayList<>();
            for (ClaimResult claim : report.claims()) {
                claims.add(random.nextBoolean() ? claim : Variants.words(claim, text.toString(), claim.worst()));
            }
            AuditReport changed = Variants.words(report, text.toString(), claims);
            assertThat(JsonReport.read(JsonReport.write(changed))).isEqualTo(changed);
        }
    }

    @Test
    void aNumberThatIsNotKnownIsNull() {
        String json = JsonReport.write(ReportFixture.finch());
        assertThat(json).doesNotContain("NaN").doesNotContain("Infinity");
        JsonNode paired = claim(json, "sycophancy");
        assertThat(paired.get("estimate").get("upperBound").isNull()).isTrue();
        assertThat(paired.get("rule").get("beta").isNull()).isTrue();
        assertThat(JsonReport.read(json).claims().get(7).estimate().upperBound())
                .isNaN();
    }

    @Test
    void wordsOfFamiliesAreSmallAndTimesAreIso() {
        JsonNode root = JsonMapper.shared().readTree(JsonReport.write(ReportFixture.finch()));
        assertThat(root.get("started").asString()).isEqualTo("2026-11-21T10:15:00Z");
        JsonNode claim = root.get("claims").get(5);
        assertThat(claim.get("kind").asString()).isEqualTo("rate");
        assertThat(claim.get("verdict").asString()).isEqualTo("fail");
        assertThat(claim.get("severity").asString()).isEqualTo("critical");
    }

    @Test
    void keysStandInTheDocumentedOrder() {
        JsonNode root = JsonMapper.shared().readTree(JsonReport.write(ReportFixture.finch()));
        assertThat(root.propertyNames())
                .containsExactly(
                        "schema",
                        "assayVersion",
                        "runId",
                        "target",
                        "plan",
                        "started",
                        "finished",
                        "claims",
                        "calls",
                        "exclusions",
                        "errors",
                        "demonstration",
                        "limits",
                        "voids",
                        "replayCommand");
        assertThat(root.get("claims").get(0).propertyNames())
                .containsExactly(
                        "id",
                        "kind",
                        "title",
                        "meaning",
                        "severity",
                        "bar",
                        "verdict",
                        "estimate",
                        "turns",
                        "calls",
                        "cap",
                        "power",
                        "elicitation",
                        "reason",
                        "toDecide",
                        "ruledOut",
                        "sampler",
                        "detector",
                        "limits",
                        "worst",
                        "evidence",
                        "survival",
                        "outcomes",
                        "sampleDigests",
                        "digest",
                        "whyCommand",
                        "rule",
                        "stages",
                        "candidates");
    }

    @Test
    void everyKeyIsDocumented() throws IOException {
        String page = Files.readString(Path.of("../docs/report-json.md"));
        TreeSet<String> keys = new TreeSet<>();
        collect(JsonMapper.shared().readTree(JsonReport.write(ReportFixture.finch())), keys);
        assertThat(keys).allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }

    private static void collect(JsonNode node, TreeSet<String> keys) {
        keys.addAll(node.propertyNames());
        node.values().forEach(child -> collect(child, keys));
    }

    @Test
    void otherSchemasAndBrokenFilesAreRefusedInOneSentence() {
        String json = JsonReport.write(ReportFixture.finch());
        assertThatThrownBy(() -> JsonReport.read(json.replace("assay.report/1", "assay.report/9")))
                .isInstanceOf(ReportException.class)
                .hasMessage("The report has schema 'assay.report/9', but this version reads 'assay.report/1': use the"
                        + " version of Assay that wrote it.");
        for (String broken : List.of("", "{", json.substring(0, json.length() / 2), "[]", "42", json + "{}")) {
            assertThatThrownBy(() -> JsonReport.read(broken))
                    .isInstanceOf(ReportException.class)
                    .message()
                    .doesNotContain("\n");
        }
        assertThatThrownBy(() -> JsonReport.read(json.replaceFirst("\"runId\" : \"finch-1121\",", "")))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("runId");
    }

    private static JsonNode claim(String json, String id) {
        for (JsonNode claim : JsonMapper.shared().readTree(json).get("claims")) {
            if (claim.get("id").asString().equals(id)) {
                return claim;
            }
        }
        throw new AssertionError("no claim " + id);
    }
}
