package dev.assay.report.html;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// What the page carries so that a browser can check it: each claim's test, outcomes and digests.
final class EvidenceData {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private EvidenceData() {}

    /// SHA-256, hexadecimal, over one line `id digest\n` for each claim in plan order.
    static String digest(List<ClaimResult> claims) {
        StringBuilder lines = new StringBuilder();
        for (ClaimResult claim : claims) {
            lines.append(claim.id()).append(' ').append(claim.digest()).append('\n');
        }
        return HexFormat.of().formatHex(sha256(lines.toString()));
    }

    /// JSON in ASCII that is safe within a script element: it holds no `<`, `>` or `&`.
    static String json(AuditReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", "assay.evidence/1");
        root.put("plan", report.plan().hash());
        root.put("digest", digest(report.claims()));
        ArrayNode claims = root.putArray("claims");
        for (ClaimResult claim : report.claims()) {
            ObjectNode node = claims.addObject();
            node.put("id", claim.id());
            node.put("kind", claim.kind().name().toLowerCase(Locale.ROOT));
            node.put("verdict", claim.verdict().word());
            node.put("bar", claim.bar());
            node.put("cap", claim.cap());
            node.put("hits", claim.estimate().decidingHits());
            node.put("draws", claim.estimate().decidingDraws());
            node.put("candidates", claim.candidates());
            rule(node.putObject("rule"), claim.rule());
            ArrayNode stages = node.putArray("stages");
            for (ClaimResult.Stage stage : claim.stages()) {
                ObjectNode part = stages.addObject();
                part.put("confirmation", stage.confirmation());
                part.put("from", stage.from());
                part.put("to", stage.to());
                part.put("claims", stage.claims());
            }
            node.put("outcomes", claim.outcomes());
            node.put("samples", String.join("", claim.sampleDigests()));
            node.put("digest", claim.digest());
        }
        return JSON.writeValueAsString(root)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026");
    }

    private static void rule(ObjectNode node, ClaimResult.RuleParameters rule) {
        node.put("process", rule.process());
        node.put("alpha", rule.alpha());
        node.put("claims", rule.claims());
        number(node, "beta", rule.beta());
        number(node, "passA", rule.passA());
        number(node, "passB", rule.passB());
        number(node, "failA", rule.failA());
        number(node, "failB", rule.failB());
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        }
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }
}
