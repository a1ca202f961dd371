package dev.assay.app.eval;

import dev.assay.core.claim.MeanInterval;
import dev.assay.core.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A plan for programs; its schema is told in docs/eval-plan.md.
final class PlanJson {

    private static final String SCHEMA = "assay-eval-plan/1";
    private static final double[] POWERS = {0.8, 0.9};

    private PlanJson() {}

    static String of(
            PlanSurvey survey, String model, PriceTable prices, PlanAssumptions assumptions, List<String> starts) {
        Task task = survey.task();
        ObjectNode json = start();
        json.put("task", task.name());
        if (!model.isEmpty()) {
            json.put("model", model);
        }
        ArrayNode scorers = json.putArray("scorers");
        task.scorerNames().forEach(scorers::add);
        json.put("samples", survey.clusters().items());
        json.put("epochs", task.epochs().count());
        json.put("needs_allow_programs", !starts.isEmpty());
        if (survey.unknown().isEmpty()) {
            load(json, survey.load());
            survey.load().cost(prices, model).ifPresent(cost -> {
                ObjectNode money = json.putObject("cost_at_most");
                money.put("amount", cost);
                money.put("currency", prices.currency());
            });
        }
        survey.cluster().ifPresent(field -> {
            ObjectNode clusters = json.putObject("clusters");
            clusters.put("field", field);
            clusters.put("number", survey.clusters().clusters());
            clusters.put("mean_size", survey.clusters().size());
            clusters.put("intraclass", assumptions.intraclass());
            clusters.put("design_effect", survey.clusters().at(assumptions.intraclass()));
        });
        boolean greedy = TaskAssembly.isGreedy(task.config());
        precision(
                json,
                assumptions.accuracies().stream()
                        .map(accuracy -> PlanPrecision.of(
                                accuracy, survey.clusters(), task.epochs().count(), greedy, assumptions))
                        .toList(),
                assumptions);
        return text(json);
    }

    static String alone(List<PlanPrecision> sizes, PlanAssumptions assumptions) {
        ObjectNode json = start();
        json.put("epochs", sizes.getFirst().epochs());
        precision(json, sizes, assumptions);
        return text(json);
    }

    private static ObjectNode start() {
        ObjectNode json = JsonMapper.shared().createObjectNode();
        json.put("schema", SCHEMA);
        return json;
    }

    private static String text(ObjectNode json) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static void load(ObjectNode json, PlanLoad load) {
        ObjectNode asks = json.putObject("asks");
        part(asks.putObject("model"), load.model());
        ObjectNode graders = asks.putObject("graders");
        for (Map.Entry<String, PlanLoad.Part> grader : load.graders().entrySet()) {
            part(graders.putObject(grader.getKey()), grader.getValue());
        }
    }

    private static void part(ObjectNode json, PlanLoad.Part part) {
        json.put("calls", part.calls());
        json.put("input_tokens_at_most", part.input());
        json.put("output_tokens_at_most", part.output());
    }

    private static void precision(ObjectNode json, List<PlanPrecision> rows, PlanAssumptions assumptions) {
        ObjectNode assumed = json.putObject("assumed");
        assumed.put("correlation", rows.getFirst().correlation());
        assumed.put("epoch_correlation", rows.getFirst().epochCorrelation());
        assumed.put("alpha", PlanPrecision.ALPHA);
        ArrayNode all = json.putArray("precision");
        for (PlanPrecision row : rows) {
            ObjectNode each = all.addObject();
            each.put("samples", row.clusters().items());
            each.put("accuracy", row.accuracy());
            each.put("stderr", row.error());
            Optional<MeanInterval> interval = row.interval();
            interval.ifPresent(found -> {
                ObjectNode limits = each.putObject("interval_95");
                limits.put("low", found.interval().low());
                limits.put("high", found.interval().high());
                limits.put("half_width", row.halfWidth());
                limits.put("method", found.method());
            });
            ArrayNode differences = each.putArray("detectable");
            for (double power : POWERS) {
                ObjectNode difference = differences.addObject();
                difference.put("power", power);
                number(difference, "same_samples", row.paired(power));
                number(difference, "other_samples", row.unpaired(power));
            }
            assumptions.detect().ifPresent(gap -> needed(each.putArray("samples_needed"), row, gap));
        }
    }

    private static void needed(ArrayNode json, PlanPrecision row, double gap) {
        for (double power : POWERS) {
            ObjectNode need = json.addObject();
            need.put("difference", gap);
            need.put("power", power);
            need.put("same_samples", row.pairedSamples(gap, power));
            need.put("other_samples", row.unpairedSamples(gap, power));
        }
    }

    private static void number(ObjectNode json, String name, double value) {
        if (Double.isNaN(value)) {
            json.putNull(name);
        } else {
            json.put(name, value);
        }
    }
}
