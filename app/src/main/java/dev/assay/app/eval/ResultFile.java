package dev.assay.app.eval;

import dev.assay.app.AssayVersion;
import dev.assay.app.RunFolder;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog;
import dev.assay.core.task.EvalLog.EvalScore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `result.json`: counts and figures of a run, for programs. Its schema is told in docs/eval-result.md.
final class ResultFile {

    static final String SCHEMA = "assay-eval-result/1";

    private static final int MOST_REASONS = 100;

    private ResultFile() {}

    static Path path(RunFolder folder) {
        return folder.path().resolve("result.json");
    }

    /// Writes the file whole, or leaves the one before.
    ///
    /// @return whether it was written
    static boolean write(RunFolder folder, String json) {
        Path file = path(folder);
        Path part = file.resolveSibling("result.json.part");
        try {
            try {
                Files.writeString(part, json + "\n", StandardCharsets.UTF_8);
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            return false;
        }
    }

    static String json(RunFolder folder, EvalOutcome outcome) {
        EvalLog log = outcome.log();
        JsonMapper mapper = JsonMapper.shared();
        ObjectNode json = mapper.createObjectNode();
        json.put("schema", SCHEMA);
        json.put("assay_version", AssayVersion.current());
        json.put("run", folder.id());
        json.put("folder", folder.path().toString());
        json.put("status", log.status().name().toLowerCase(Locale.ROOT));
        json.put("exit", outcome.code().code());
        outcome.stopReason().ifPresent(reason -> json.put("stopped_by", reason));
        log.error().ifPresent(error -> json.put("error", error.message()));
        json.put("task", log.eval().task());
        json.put("task_version", log.eval().taskVersion());
        ObjectNode dataset = json.putObject("dataset");
        dataset.put("name", log.eval().dataset().name());
        dataset.put("location", log.eval().dataset().location());
        dataset.put("samples", log.eval().dataset().samples());
        json.put("model", log.eval().model());
        json.put("model_fingerprint", log.eval().modelFingerprint());
        json.put("epochs", log.eval().epochs());
        ArrayNode tags = json.putArray("tags");
        log.eval().tags().forEach(tags::add);
        ObjectNode samples = json.putObject("samples");
        samples.put("total", log.results().totalSamples());
        samples.put("scored", log.results().scored());
        samples.put("excluded", log.results().excluded());
        samples.put("errored", log.results().errored());
        reasons(json, outcome.ungraded());
        ArrayNode scores = json.putArray("scores");
        log.results().scores().forEach(score -> scores.add(score(mapper, score)));
        usage(json, log.stats().modelUsage());
        outcome.cost().ifPresent(cost -> {
            ObjectNode money = json.putObject("cost");
            money.put("amount", cost);
            money.put("currency", outcome.currency());
        });
        ObjectNode command = json.putObject("this_command");
        command.put("samples", outcome.freshSamples());
        command.put("retries", outcome.retries());
        command.put("calls", outcome.spend().calls());
        command.put("tokens", outcome.spend().tokens());
        outcome.spend().money().ifPresent(amount -> {
            ObjectNode money = command.putObject("cost");
            money.put("amount", amount);
            money.put("currency", outcome.spend().currency());
        });
        command.put("at_most", outcome.spend().atMost());
        outcome.cached().ifPresent(cached -> command.put("cached_answers", cached));
        command.put("seconds", outcome.time().toNanos() / 1e9);
        json.put("created", log.eval().created().toString());
        json.put("completed", log.stats().completedAt().toString());
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static void reasons(ObjectNode json, UngradedReasons ungraded) {
        ArrayNode reasons = json.putArray("reasons");
        for (UngradedReasons.Reason reason : ungraded.reasons()) {
            if (reasons.size() == MOST_REASONS) {
                break;
            }
            ObjectNode each = reasons.addObject();
            each.put("kind", reason.errored() ? "errored" : "ungraded");
            if (!reason.errored()) {
                each.put("scorer", reason.scorer());
            }
            each.put("reason", reason.text());
            each.put("samples", reason.samples());
        }
        if (ungraded.all() > ungraded.read()) {
            json.put("reasons_read", ungraded.read());
        }
    }

    private static ObjectNode score(JsonMapper mapper, EvalScore score) {
        ObjectNode json = mapper.createObjectNode();
        json.put("scorer", score.scorer());
        json.put("reducer", score.reducer());
        json.put("scored_samples", score.scoredSamples());
        json.put("unscored_samples", score.unscoredSamples());
        ObjectNode metrics = json.putObject("metrics");
        score.metrics().forEach((name, value) -> {
            if (value.isNaN()) {
                metrics.putNull(name);
            } else {
                metrics.put(name, value);
            }
        });
        score.interval().ifPresent(interval -> {
            ObjectNode limits = json.putObject("interval_95");
            limits.put("low", interval.interval().low());
            limits.put("high", interval.interval().high());
            limits.put("method", interval.method());
        });
        return json;
    }

    private static void usage(ObjectNode json, Map<String, ModelUsage> usages) {
        ObjectNode tokens = json.putObject("tokens");
        ModelUsage usage = usages.values().stream().reduce(ModelUsage.NONE, ModelUsage::plus);
        tokens.put("input", usage.inputTokens());
        tokens.put("output", usage.outputTokens());
        tokens.put("cache_read", usage.cacheReadTokens());
        tokens.put("cache_write", usage.cacheWriteTokens());
        tokens.put("reasoning", usage.reasoningTokens());
        tokens.put("total", usage.totalTokens());
    }
}
