package dev.assay.report.compare;

import dev.assay.core.claim.Verdict;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// SARIF 2.1.0 (OASIS, 27 March 2020): a result for each scorer, `pass` ones too, so that a viewer shows
/// what was
/// compared. What is judged is a model, not a file: the location is logical.
final class SarifComparison {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SarifComparison() {}

    static String of(RunComparison comparison) {
        ObjectNode log = JSON.createObjectNode();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        log.put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver");
        driver.put("name", "Assay");
        ArrayNode rules = driver.putArray("rules");
        rule(rules, "score-regression", "A score dropped", "The candidate's mean score is below the baseline's.");
        rule(
                rules,
                "score-undecided",
                "Too few samples to decide",
                "Neither a drop nor its absence could be shown at the stated error.");
        rule(rules, "score-held", "A score held", "A drop of the stated margin or more is ruled out.");
        ArrayNode results = run.putArray("results");
        for (ScoreComparison score : comparison.scores()) {
            result(results, score, comparison);
        }
        for (String scorer : comparison.missingScorers()) {
            ObjectNode result = results.addObject();
            result.put("ruleId", "score-undecided").put("ruleIndex", 1);
            result.put("kind", "open").put("level", "none");
            result.putObject("message")
                    .put("text", Plain.line(scorer) + ": the candidate was not graded by this scorer of the baseline.");
        }
        ObjectNode invocation = run.putArray("invocations").addObject();
        invocation.put("executionSuccessful", true);
        ArrayNode notes = invocation.putArray("toolExecutionNotifications");
        for (String warning : comparison.warnings()) {
            ObjectNode note = notes.addObject().put("level", "warning");
            note.putObject("message").put("text", Plain.sentence(warning));
        }
        run.put("columnKind", "utf16CodeUnits");
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(log) + "\n";
    }

    private static void rule(ArrayNode rules, String id, String name, String text) {
        ObjectNode rule = rules.addObject();
        rule.put("id", id);
        rule.putObject("shortDescription").put("text", name + ".");
        rule.putObject("fullDescription").put("text", text);
    }

    private static void result(ArrayNode results, ScoreComparison score, RunComparison comparison) {
        String scorer = Plain.line(score.scorer());
        String task = Plain.line(comparison.candidate().task());
        ObjectNode result = results.addObject();
        switch (score.verdict()) {
            case FAIL -> {
                result.put("ruleId", "score-regression").put("ruleIndex", 0);
                result.put("kind", "fail").put("level", "error");
            }
            case INCONCLUSIVE -> {
                result.put("ruleId", "score-undecided").put("ruleIndex", 1);
                result.put("kind", "open").put("level", "none");
            }
            case PASS -> {
                result.put("ruleId", "score-held").put("ruleIndex", 2);
                result.put("kind", "pass").put("level", "none");
            }
        }
        result.putObject("message")
                .put(
                        "text",
                        scorer + ": " + Scores.because(score, comparison) + ". "
                                + Scores.signed(score.difference()) + " " + Scores.interval(score.interval()) + ", "
                                + Scores.pairing(score) + ".");
        ObjectNode logical = result.putArray("locations")
                .addObject()
                .putArray("logicalLocations")
                .addObject();
        logical.put("name", scorer);
        logical.put("fullyQualifiedName", task + "/" + scorer);
        logical.put("kind", "member");
        result.putObject("partialFingerprints").put("taskAndScorer/v1", digest(task + "\n" + scorer));
        ObjectNode properties = result.putObject("properties");
        properties.put("verdict", score.verdict().word());
        properties.put("baseline", score.baseline());
        properties.put("candidate", score.candidate());
        properties.put("losses", score.losses());
        properties.put("gains", score.gains());
        if (score.verdict() != Verdict.PASS) {
            ArrayNode lost = properties.putArray("lostSamples");
            score.lost().forEach(id -> lost.add(Plain.line(id)));
        }
    }

    private static String digest(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("Every Java has SHA-256.", missing);
        }
    }
}
