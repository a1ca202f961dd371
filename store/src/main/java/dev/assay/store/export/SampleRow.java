package dev.assay.store.export;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.Score;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A sample as one flat row. Columns are the same for every row of a run: what stands in all logs, and
/// three a scorer. Texts of many parts (messages, metadata) are JSON.
///
/// | column | type | meaning |
/// |---|---|---|
/// | `run_id`, `task`, `model` | text | which run |
/// | `sample_id`, `epoch` | text, whole | which sample; epochs from 1 |
/// | `input`, `target`, `output` | text | question, accepted answers (one a line), last answer |
/// | `score_S` | number | the grade by scorer S; missing where it was excluded or errored |
/// | `answer_S`, `explanation_S` | text | what S graded and why |
/// | `error`, `limit` | text | why it ended early |
/// | `input_tokens`, `output_tokens`, `reasoning_tokens`, `cache_read_tokens`, `cache_write_tokens` | whole | |
/// | `started_at`, `total_seconds`, `working_seconds` | text (ISO 8601), numbers | |
/// | `retries`, `messages`, `metadata` | whole, JSON, JSON | |
final class SampleRow {

    /// What a column holds.
    enum Type {
        TEXT,
        WHOLE,
        NUMBER
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private SampleRow() {}

    /// The columns of a run with these scorers, in order.
    static Map<String, Type> columns(List<String> scorers) {
        Map<String, Type> columns = new LinkedHashMap<>();
        for (String name : List.of("run_id", "task", "model", "sample_id")) {
            columns.put(name, Type.TEXT);
        }
        columns.put("epoch", Type.WHOLE);
        for (String name : List.of("input", "target", "output")) {
            columns.put(name, Type.TEXT);
        }
        for (String scorer : scorers) {
            columns.put("score_" + scorer, Type.NUMBER);
            columns.put("answer_" + scorer, Type.TEXT);
            columns.put("explanation_" + scorer, Type.TEXT);
        }
        columns.put("error", Type.TEXT);
        columns.put("limit", Type.TEXT);
        for (String name : List.of("input", "output", "reasoning", "cache_read", "cache_write")) {
            columns.put(name + "_tokens", Type.WHOLE);
        }
        columns.put("started_at", Type.TEXT);
        columns.put("total_seconds", Type.NUMBER);
        columns.put("working_seconds", Type.NUMBER);
        columns.put("retries", Type.WHOLE);
        columns.put("messages", Type.TEXT);
        columns.put("metadata", Type.TEXT);
        return columns;
    }

    /// The row's values by column; a column that is missing has no value. Scores of scorers that the run's
    /// spec does not name have no column.
    static Map<String, Object> of(EvalSpec eval, EvalSample sample) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("run_id", eval.runId());
        row.put("task", eval.task());
        row.put("model", eval.model());
        row.put("sample_id", sample.id());
        row.put("epoch", (long) sample.epoch());
        row.put("input", sample.input().stream().map(ChatMessage::content).collect(Collectors.joining("\n")));
        row.put("target", String.join("\n", sample.target().texts()));
        sample.output().ifPresent(output -> row.put("output", output.completion()));
        for (Map.Entry<String, Score> score : sample.scores().entrySet()) {
            if (score.getValue().isScored()) {
                row.put("score_" + score.getKey(), score.getValue().value());
            }
            row.put("answer_" + score.getKey(), score.getValue().answer());
            row.put("explanation_" + score.getKey(), score.getValue().explanation());
        }
        sample.error().ifPresent(error -> row.put("error", error.message()));
        sample.limit().ifPresent(limit -> row.put("limit", limit.type()));
        row.put("input_tokens", sample.modelUsage().inputTokens());
        row.put("output_tokens", sample.modelUsage().outputTokens());
        row.put("reasoning_tokens", sample.modelUsage().reasoningTokens());
        row.put("cache_read_tokens", sample.modelUsage().cacheReadTokens());
        row.put("cache_write_tokens", sample.modelUsage().cacheWriteTokens());
        row.put("started_at", sample.startedAt().toString());
        row.put("total_seconds", sample.totalTime().toNanos() / 1e9);
        row.put("working_seconds", sample.workingTime().toNanos() / 1e9);
        row.put("retries", (long) sample.errorRetries().size());
        row.put("messages", messages(sample.messages()));
        row.put("metadata", metadata(sample.metadata()));
        return row;
    }

    private static String messages(List<ChatMessage> messages) {
        ArrayNode json = JSON.createArrayNode();
        for (ChatMessage message : messages) {
            ObjectNode one = json.addObject();
            one.put("role", message.role().wireName());
            one.put("content", message.content());
            message.toolCalls()
                    .forEach(call -> one.withArray("tool_calls")
                            .addObject()
                            .put("id", call.id())
                            .put("function", call.function())
                            .put("arguments", call.arguments()));
            message.toolResult().ifPresent(result -> one.put("tool_call_id", result.toolCallId()));
        }
        return JSON.writeValueAsString(json);
    }

    private static String metadata(Map<String, String> metadata) {
        ObjectNode json = JSON.createObjectNode();
        new TreeMap<>(metadata).forEach(json::put);
        return JSON.writeValueAsString(json);
    }
}
