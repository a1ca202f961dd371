package dev.assay.store.inspect;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Solver;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A run's header in Inspect's form. What only Assay knows stands in `eval.metadata.assay`.
final class HeaderWriter {

    /// Where Assay's own facts stand in the metadata.
    static final String OURS = "assay";

    private final EvalHeader header;

    HeaderWriter(EvalHeader header) {
        this.header = header;
    }

    String taskId() {
        return Ids.of("task", header.eval().task(), header.digest());
    }

    /// The start that a journal of Inspect has.
    ObjectNode start() {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("version", EvalLog.LOG_SCHEMA_VERSION);
        json.set("eval", eval());
        json.set("plan", plan());
        return json;
    }

    ObjectNode header(LogOutcome outcome, Instant completed, Map<String, ModelUsage> usage) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("version", EvalLog.LOG_SCHEMA_VERSION);
        json.put("status", outcome.status().name().toLowerCase(Locale.ROOT));
        json.set("eval", eval());
        json.set("plan", plan());
        json.set("results", results(outcome));
        ObjectNode stats = json.putObject("stats");
        stats.put("started_at", Times.writeSeconds(header.eval().created()));
        stats.put("completed_at", Times.writeSeconds(completed));
        ObjectNode models = stats.putObject("model_usage");
        new TreeMap<>(usage).forEach((model, tokens) -> models.set(model, MessageWriter.usage(tokens)));
        stats.putObject("role_usage");
        outcome.error().ifPresent(error -> json.set("error", SampleWriter.error(error)));
        json.put("invalidated", false);
        return json;
    }

    private ObjectNode eval() {
        EvalSpec eval = header.eval();
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("eval_id", Ids.of("eval", header.runId(), eval.created().toString()));
        json.put("run_id", header.runId());
        json.put("created", Times.writeSeconds(eval.created()));
        json.put("task", eval.task());
        json.put("task_id", taskId());
        json.put("task_version", eval.taskVersion());
        json.putObject("task_attribs");
        json.putObject("task_args");
        json.putObject("task_args_passed");
        if (!eval.tags().isEmpty()) {
            eval.tags().forEach(json.putArray("tags")::add);
        }
        ObjectNode dataset = json.putObject("dataset");
        dataset.put("name", eval.dataset().name());
        if (!eval.dataset().location().isEmpty()) {
            dataset.put("location", eval.dataset().location());
        }
        dataset.put("samples", eval.dataset().samples());
        dataset.put("shuffled", eval.dataset().shuffled());
        json.put("model", eval.model());
        json.set("model_generate_config", ConfigJson.write(header.plan().config()));
        json.putObject("model_args");
        ObjectNode config = json.putObject("config");
        config.put("epochs", eval.epochs());
        reducers().forEach(config.putArray("epochs_reducer")::add);
        json.putObject("packages").put(OURS, header.assayVersion());
        json.set("metadata", metadata(eval));
        ArrayNode scorers = json.putArray("scorers");
        eval.scorers().forEach(name -> {
            ObjectNode scorer = scorers.addObject().put("name", name);
            scorer.putObject("options");
            scorer.putObject("metadata");
        });
        return json;
    }

    private List<String> reducers() {
        return List.of(header.eval().epochsReducer().split(",\\s*"));
    }

    private ObjectNode metadata(EvalSpec eval) {
        ObjectNode json = SampleWriter.texts(eval.metadata());
        ObjectNode ours = json.putObject(OURS);
        ours.put("model_fingerprint", eval.modelFingerprint());
        ours.put("digest", header.digest());
        ours.put("command", header.command());
        return json;
    }

    private ObjectNode plan() {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("name", header.plan().name());
        ArrayNode steps = json.putArray("steps");
        for (Solver.Step step : header.plan().steps()) {
            ObjectNode written = steps.addObject().put("solver", step.solver());
            written.set("params", SampleWriter.texts(step.params()));
            written.set("params_passed", SampleWriter.texts(step.params()));
        }
        json.set("config", ConfigJson.write(header.plan().config()));
        return json;
    }

    private static ObjectNode results(LogOutcome outcome) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("total_samples", outcome.totalSamples());
        json.put("completed_samples", outcome.scored() + outcome.excluded());
        ArrayNode scores = json.putArray("scores");
        for (LogScore score : outcome.scores()) {
            ObjectNode written = scores.addObject();
            written.put("name", score.name());
            written.put("scorer", score.scorer());
            if (!score.reducer().isEmpty()) {
                written.put("reducer", score.reducer());
            }
            written.put("scored_samples", score.scored());
            written.put("unscored_samples", score.unscored());
            written.putObject("params");
            ObjectNode metrics = written.putObject("metrics");
            score.metrics().forEach((name, value) -> {
                ObjectNode metric = metrics.putObject(name).put("name", name).put("value", value);
                metric.putObject("params");
            });
        }
        ObjectNode ours = json.putObject("metadata").putObject(OURS);
        ours.put("scored", outcome.scored());
        ours.put("excluded", outcome.excluded());
        ours.put("errored", outcome.errored());
        return json;
    }
}
