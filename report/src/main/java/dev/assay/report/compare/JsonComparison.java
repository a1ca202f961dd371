package dev.assay.report.compare;

import dev.assay.core.compare.Pairing;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoreComparison;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// All figures of a comparison. A figure that is not known (NaN, infinite) is `null`.
final class JsonComparison {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private JsonComparison() {}

    static String of(RunComparison comparison) {
        ObjectNode root = JSON.createObjectNode();
        root.put("schema", "assay.comparison/1");
        root.put("verdict", comparison.verdict().word());
        side(root.putObject("baseline"), comparison.baseline());
        side(root.putObject("candidate"), comparison.candidate());
        root.put("margin", comparison.options().margin());
        root.put("alpha", comparison.options().alpha());
        root.put("seed", comparison.options().seed());
        ArrayNode scores = root.putArray("scores");
        comparison.scores().forEach(score -> score(scores.addObject(), score));
        comparison.missingScorers().forEach(root.putArray("missing_scorers")::add);
        comparison.warnings().forEach(root.putArray("warnings")::add);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private static void side(ObjectNode node, RunComparison.Side side) {
        node.put("name", side.name());
        node.put("task", side.task());
        node.put("model", side.model());
        node.put("fingerprint", side.fingerprint());
        node.put("samples", side.samples());
    }

    private static void score(ObjectNode node, ScoreComparison score) {
        node.put("scorer", score.scorer());
        node.put("verdict", score.verdict().word());
        number(node, "baseline", score.baseline());
        number(node, "candidate", score.candidate());
        number(node, "difference", score.difference());
        number(node, "low", score.interval().low());
        number(node, "high", score.interval().high());
        number(node, "paired_stderr", score.pairedError());
        number(node, "unpaired_stderr", score.unpairedError());
        number(node, "correlation", score.correlation());
        node.put("items", score.items());
        node.put("clusters", score.clusters());
        node.put("gains", score.gains());
        node.put("losses", score.losses());
        number(node, "p_worse", score.worse());
        number(node, "p_better", score.better());
        number(node, "p_worse_holm", score.holm());
        number(node, "p_worse_benjamini_hochberg", score.falseDiscovery());
        number(node, "detectable_drop", score.detectable());
        node.put("method", score.method());
        Pairing pairing = score.pairing();
        ObjectNode pairs = node.putObject("pairing");
        pairs.put("paired", pairing.paired());
        pairs.put("errored_in_baseline", pairing.erroredInBaseline());
        pairs.put("errored_in_candidate", pairing.erroredInCandidate());
        pairs.put("excluded", pairing.excluded());
        pairs.put("unmatched", pairing.unmatched());
        pairs.put("changed", pairing.changed());
        score.lost().forEach(node.putArray("lost")::add);
        score.won().forEach(node.putArray("won")::add);
    }

    private static void number(ObjectNode node, String name, double value) {
        if (Double.isFinite(value)) {
            node.put(name, value);
        } else {
            node.putNull(name);
        }
    }
}
