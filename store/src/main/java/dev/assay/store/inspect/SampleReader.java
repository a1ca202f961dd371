package dev.assay.store.inspect;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A resolved sample in Assay's words. What has no word is noted in `left`.
final class SampleReader {

    private static final Set<String> WITHOUT_WORDS =
            Set.of("sandbox", "files", "setup", "timelines", "model_fallbacks", "invalidation");

    private final Set<String> left;
    private final MessageReader messages;

    SampleReader(Set<String> left) {
        this.left = left;
        this.messages = new MessageReader(left);
    }

    EvalSample sample(ObjectNode json) {
        for (String name : WITHOUT_WORDS) {
            if (json.has(name) && !json.get(name).isNull()) {
                left.add(name);
            }
        }
        if (!InspectJson.object(json, "store").isEmpty()) {
            left.add("store");
        }
        List<ChatMessage> input = input(json.get("input"));
        Map<String, Score> scores = new LinkedHashMap<>();
        InspectJson.object(json, "scores")
                .properties()
                .forEach(entry -> scores.put(entry.getKey(), score(entry.getValue())));
        ModelUsage usage = InspectJson.object(json, "model_usage")
                .valueStream()
                .map(MessageReader::usage)
                .reduce(ModelUsage.NONE, ModelUsage::plus);
        if (InspectJson.object(json, "model_usage").size() > 1) {
            left.add("usage by model");
        }
        List<EvalError> retries = new ArrayList<>();
        InspectJson.array(json, "error_retries")
                .forEach(error -> HeaderReader.error(error).ifPresent(retries::add));
        return new EvalSample(
                InspectJson.anyText(json, "id"),
                (int) InspectJson.count(json, "epoch"),
                input,
                texts(json.get("choices")),
                new Target(texts(json.get("target"))),
                messages.messages(InspectJson.array(json, "messages")),
                messages.output(json.get("output")),
                scores,
                HeaderReader.texts(InspectJson.object(json, "metadata")),
                usage,
                started(json),
                MessageReader.seconds(InspectJson.number(json, "total_time").orElse(0)),
                MessageReader.seconds(InspectJson.number(json, "working_time").orElse(0)),
                HeaderReader.error(json.get("error")),
                retries,
                limit(json.get("limit")),
                events(json));
    }

    private List<ChatMessage> input(JsonNode input) {
        if (input == null) {
            throw new PartException("it has no input");
        }
        return input.isArray() ? messages.messages(input) : List.of(ChatMessage.user(InspectJson.anyText(input)));
    }

    private static List<String> texts(JsonNode value) {
        if (value == null || value.isNull()) {
            return List.of();
        }
        if (!value.isArray()) {
            String text = InspectJson.anyText(value);
            return text.isEmpty() ? List.of() : List.of(text);
        }
        return value.valueStream().map(InspectJson::anyText).toList();
    }

    private static Optional<SampleLimit> limit(JsonNode limit) {
        return limit == null || !limit.isObject()
                ? Optional.empty()
                : Optional.of(new SampleLimit(
                        InspectJson.anyText(limit, "type"),
                        InspectJson.number(limit, "limit").orElse(Double.NaN)));
    }

    private static Instant started(ObjectNode json) {
        return InspectJson.text(json, "started_at")
                .filter(text -> !text.isEmpty())
                .map(text -> Times.read(text, "started_at"))
                .orElse(Instant.EPOCH);
    }

    private Score score(JsonNode score) {
        Map<String, String> metadata = new LinkedHashMap<>(HeaderReader.texts(InspectJson.object(score, "metadata")));
        double value = ScoreValue.of(score.get("value"));
        if (Double.isNaN(value) && score.has("value") && !score.get("value").isNumber()) {
            metadata.put("value", InspectJson.anyText(score, "value"));
        }
        return new Score(
                value, InspectJson.anyText(score, "answer"), InspectJson.anyText(score, "explanation"), metadata);
    }

    private List<SampleEvent> events(ObjectNode json) {
        EventReader reader = new EventReader(messages, left);
        List<SampleEvent> events = new ArrayList<>();
        InspectJson.array(json, "events").forEach(event -> reader.event(event).ifPresent(events::add));
        return events;
    }
}
