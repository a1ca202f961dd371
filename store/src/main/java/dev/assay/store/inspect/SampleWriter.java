package dev.assay.store.inspect;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A sample in Inspect's form, and its summary for listings.
final class SampleWriter {

    /// The limits that Inspect takes; another would make the log unreadable.
    private static final Set<String> LIMITS =
            Set.of("message", "time", "working", "token", "turn", "cost", "operator", "custom");

    /// What a summary shows of a text, by Inspect's rule.
    private static final int THIN = 1024;

    private final EvalSpec eval;
    private final EvalPlan plan;

    SampleWriter(EvalSpec eval, EvalPlan plan) {
        this.eval = eval;
        this.plan = plan;
    }

    String uuid(EvalSample sample) {
        return Ids.of(
                "sample",
                eval.runId(),
                eval.task(),
                eval.created().toString(),
                sample.id(),
                Integer.toString(sample.epoch()));
    }

    ObjectNode sample(EvalSample sample) {
        String uuid = uuid(sample);
        Pools pools = new Pools(uuid, eval.model(), calls(sample) > 1);
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("id", SampleName.visible(sample.id()));
        json.put("epoch", sample.epoch());
        json.set("input", input(sample.input(), pools, pools::messageText));
        if (!sample.choices().isEmpty()) {
            sample.choices().forEach(json.putArray("choices")::add);
        }
        json.set("target", target(sample.target()));
        ArrayNode messages = json.putArray("messages");
        for (ChatMessage message : sample.messages()) {
            messages.add(MessageWriter.message(message, pools.id(message), Pools.source(message), pools::messageText));
        }
        if (sample.output().isPresent()) {
            json.set(
                    "output",
                    MessageWriter.output(
                            sample.output().get(),
                            pools.id(sample.output().get().message()),
                            UnaryOperator.identity()));
        }
        if (sample.error().isEmpty()) {
            json.set("scores", scores(sample, UnaryOperator.identity()));
        }
        json.set("metadata", texts(sample.metadata()));
        json.set("events", new EventWriter(sample, uuid, pools).write(eval, plan.steps()));
        usage(json, sample);
        times(json, sample);
        json.put("uuid", uuid);
        sample.error().ifPresent(error -> json.set("error", error(error)));
        if (!sample.errorRetries().isEmpty()) {
            ArrayNode retries = json.putArray("error_retries");
            sample.errorRetries().forEach(error -> retries.add(error(error)));
        }
        if (!pools.attachments().isEmpty()) {
            json.set("attachments", pools.attachments());
        }
        if (!pools.messages().isEmpty()) {
            ObjectNode data = json.putObject("events_data");
            data.set("messages", pools.messages());
            data.putArray("calls");
        }
        sample.limit()
                .ifPresent(limit -> json.putObject("limit")
                        .put("type", limitType(limit.type()))
                        .put("limit", limit.limit()));
        return json;
    }

    ObjectNode summary(EvalSample sample) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("id", SampleName.visible(sample.id()));
        json.put("epoch", sample.epoch());
        json.put("input", thin(text(sample.input())));
        if (!sample.choices().isEmpty()) {
            sample.choices().forEach(json.putArray("choices")::add);
        }
        json.set("target", target(sample.target()));
        ObjectNode metadata = json.putObject("metadata");
        new TreeMap<>(sample.metadata()).forEach((name, value) -> metadata.put(name, thin(value)));
        json.set("scores", scores(sample, SampleWriter::thin));
        usage(json, sample);
        times(json, sample);
        json.put("uuid", uuid(sample));
        sample.error().ifPresent(error -> json.put("error", thin(error.message())));
        sample.limit().ifPresent(limit -> json.put("limit", limitType(limit.type())));
        json.put("retries", sample.errorRetries().size());
        json.put("completed", true);
        json.put("message_count", sample.messages().size());
        json.put("turn_count", turns(sample));
        return json;
    }

    private void usage(ObjectNode json, EvalSample sample) {
        if (sample.modelUsage().totalTokens() > 0) {
            json.putObject("model_usage").set(eval.model(), MessageWriter.usage(sample.modelUsage()));
        }
    }

    private static void times(ObjectNode json, EvalSample sample) {
        json.put("started_at", Times.write(sample.startedAt()));
        json.put("completed_at", Times.write(sample.startedAt().plus(sample.totalTime())));
        MessageWriter.putSeconds(json, "total_time", sample.totalTime());
        MessageWriter.putSeconds(json, "working_time", sample.workingTime());
    }

    private static long calls(EvalSample sample) {
        return sample.events().stream()
                .filter(SampleEvent.ModelEvent.class::isInstance)
                .count();
    }

    private static int turns(EvalSample sample) {
        return (int) sample.events().stream()
                .filter(event -> event instanceof SampleEvent.ModelEvent call
                        && call.role().isEmpty())
                .count();
    }

    private static ObjectNode scores(EvalSample sample, UnaryOperator<String> texts) {
        ObjectNode scores = InspectJson.MAPPER.createObjectNode();
        new TreeMap<>(sample.scores()).forEach((name, score) -> scores.set(name, score(score, texts)));
        return scores;
    }

    /// @param texts what becomes of answer and explanation
    static ObjectNode score(Score score, UnaryOperator<String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        MessageWriter.putNumber(json, "value", score.value());
        if (!score.answer().isEmpty()) {
            json.put("answer", texts.apply(score.answer()));
        }
        if (!score.explanation().isEmpty()) {
            json.put("explanation", texts.apply(score.explanation()));
        }
        if (!score.metadata().isEmpty()) {
            json.set("metadata", texts(score.metadata()));
        }
        return json;
    }

    static ObjectNode error(EvalError error) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        json.put("message", error.message());
        json.put("traceback", error.traceback());
        json.put("traceback_ansi", error.traceback());
        return json;
    }

    static String limitType(String type) {
        return LIMITS.contains(type) ? type : "custom";
    }

    /// One message of the user that is only text is a string, as in a dataset; anything else a conversation.
    static JsonNode input(List<ChatMessage> input, Pools pools, UnaryOperator<String> texts) {
        if (input.size() == 1
                && input.getFirst().role() == ChatMessage.Role.USER
                && input.getFirst().parts().size() == 1
                && input.getFirst().parts().getFirst() instanceof Content.Text text
                && !text.text().isEmpty()) {
            return InspectJson.MAPPER.stringNode(text.text());
        }
        ArrayNode messages = InspectJson.MAPPER.createArrayNode();
        input.forEach(message ->
                messages.add(MessageWriter.message(message, pools.id(message), Pools.source(message), texts)));
        return messages;
    }

    static JsonNode target(Target target) {
        if (target.texts().size() == 1) {
            return InspectJson.MAPPER.stringNode(target.texts().getFirst());
        }
        if (target.texts().isEmpty()) {
            return InspectJson.MAPPER.stringNode("");
        }
        ArrayNode texts = InspectJson.MAPPER.createArrayNode();
        target.texts().forEach(texts::add);
        return texts;
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode json = InspectJson.MAPPER.createObjectNode();
        new TreeMap<>(texts).forEach(json::put);
        return json;
    }

    private static String text(List<ChatMessage> input) {
        StringBuilder text = new StringBuilder();
        for (ChatMessage message : input) {
            if (text.length() > THIN) {
                break;
            }
            text.append(text.isEmpty() ? "" : "\n").append(message.content());
        }
        return text.toString();
    }

    private static String thin(String text) {
        return text.length() <= THIN
                ? text
                : text.substring(0, text.offsetByCodePoints(0, Math.min(THIN, text.codePointCount(0, text.length()))))
                        + "...";
    }
}
