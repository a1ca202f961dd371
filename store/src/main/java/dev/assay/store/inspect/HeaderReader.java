package dev.assay.store.inspect;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.EvalLog.EvalStats;
import dev.assay.core.task.EvalLog.Status;
import dev.assay.core.task.Solver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// From a header's JSON to Assay's words.
final class HeaderReader {

    private HeaderReader() {}

    static InspectHeader read(ObjectNode header) {
        if (!(header.get("eval") instanceof ObjectNode eval)) {
            throw new PartException("its header has no 'eval'");
        }
        ObjectNode results = InspectJson.object(header, "results");
        List<LogScore> scores = new ArrayList<>();
        InspectJson.array(results, "scores").forEach(score -> scores.add(score(score)));
        return new InspectHeader(
                header.has("version") ? (int) InspectJson.count(header, "version") : 1,
                status(InspectJson.text(header, "status").orElse("started")),
                spec(eval, scores),
                plan(InspectJson.object(header, "plan")),
                InspectJson.count(results, "total_samples"),
                InspectJson.count(results, "completed_samples"),
                scores,
                stats(InspectJson.object(header, "stats")),
                error(header.get("error")),
                InspectJson.anyText(eval, "task_id"));
    }

    static Optional<EvalError> error(JsonNode error) {
        return error == null || !error.isObject()
                ? Optional.empty()
                : Optional.of(
                        new EvalError(InspectJson.anyText(error, "message"), InspectJson.anyText(error, "traceback")));
    }

    private static Status status(String word) {
        return switch (word) {
            case "success" -> Status.SUCCESS;
            case "error" -> Status.ERROR;
            case "cancelled" -> Status.CANCELLED;
            case "started" -> Status.STARTED;
            default ->
                throw new PartException("its status '" + word + "' is none of started, success, cancelled, error");
        };
    }

    private static EvalSpec spec(ObjectNode eval, List<LogScore> scores) {
        ObjectNode dataset = InspectJson.object(eval, "dataset");
        ObjectNode config = InspectJson.object(eval, "config");
        ObjectNode metadata = InspectJson.object(eval, "metadata");
        String reducers = String.join(
                ", ",
                StreamSupport.stream(InspectJson.array(config, "epochs_reducer").spliterator(), false)
                        .map(InspectJson::anyText)
                        .toList());
        return new EvalSpec(
                Times.read(InspectJson.anyText(eval, "created"), "eval.created"),
                InspectJson.anyText(eval, "run_id"),
                InspectJson.anyText(eval, "task"),
                InspectJson.anyText(eval, "task_version"),
                new EvalDataset(
                        InspectJson.anyText(dataset, "name"),
                        InspectJson.anyText(dataset, "location"),
                        InspectJson.count(dataset, "samples"),
                        InspectJson.flag(dataset, "shuffled")),
                InspectJson.anyText(eval, "model"),
                InspectJson.anyText(InspectJson.object(metadata, HeaderWriter.OURS), "model_fingerprint"),
                (int) Math.clamp(InspectJson.count(config, "epochs"), 1, Integer.MAX_VALUE),
                reducers.isEmpty() ? "mean" : reducers,
                scorers(eval, scores),
                StreamSupport.stream(InspectJson.array(eval, "tags").spliterator(), false)
                        .map(InspectJson::anyText)
                        .toList(),
                texts(metadata));
    }

    private static List<String> scorers(ObjectNode eval, List<LogScore> scores) {
        List<String> names = new ArrayList<>();
        InspectJson.array(eval, "scorers").forEach(scorer -> names.add(InspectJson.anyText(scorer, "name")));
        return names.isEmpty()
                ? scores.stream().map(LogScore::scorer).distinct().toList()
                : names;
    }

    private static EvalPlan plan(ObjectNode plan) {
        List<Solver.Step> steps = new ArrayList<>();
        for (JsonNode step : InspectJson.array(plan, "steps")) {
            steps.add(new Solver.Step(InspectJson.anyText(step, "solver"), texts(InspectJson.object(step, "params"))));
        }
        GenerateConfig config = ConfigJson.read(InspectJson.object(plan, "config"));
        return new EvalPlan(InspectJson.text(plan, "name").orElse("plan"), steps, config);
    }

    private static EvalStats stats(ObjectNode stats) {
        Map<String, ModelUsage> usage = new LinkedHashMap<>();
        InspectJson.object(stats, "model_usage")
                .properties()
                .forEach(entry -> usage.put(entry.getKey(), MessageReader.usage(entry.getValue())));
        return new EvalStats(time(stats, "started_at"), time(stats, "completed_at"), usage);
    }

    private static Instant time(ObjectNode stats, String name) {
        String text = InspectJson.anyText(stats, name);
        return text.isEmpty() ? Instant.EPOCH : Times.read(text, "stats." + name);
    }

    private static LogScore score(JsonNode score) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        InspectJson.object(score, "metrics")
                .properties()
                .forEach(entry -> metrics.put(
                        entry.getKey(),
                        InspectJson.number(entry.getValue(), "value").orElse(Double.NaN)));
        String name = InspectJson.anyText(score, "name");
        return new LogScore(
                name,
                InspectJson.text(score, "scorer").orElse(name),
                InspectJson.anyText(score, "reducer"),
                InspectJson.count(score, "scored_samples"),
                InspectJson.count(score, "unscored_samples"),
                metrics);
    }

    static Map<String, String> texts(ObjectNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties().forEach(entry -> texts.put(entry.getKey(), InspectJson.anyText(entry.getValue())));
        return texts;
    }
}
