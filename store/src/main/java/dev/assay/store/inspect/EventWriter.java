package dev.assay.store.inspect;

import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Solver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The events of a sample, in the spans in which Inspect's viewer shows them: the start, the solvers, the
/// scorers. Where a plan has one step with several calls these stand in that step's span; where it has
/// several steps, Assay does not know which step made which call, and none is claimed.
final class EventWriter {

    private static final String GRADER = "grader";
    private static final String SOLVERS = "solvers";
    private static final String SCORERS = "scorers";

    private final EvalSample sample;
    private final String uuid;
    private final Pools pools;
    private final ArrayNode events = InspectJson.MAPPER.createArrayNode();
    private final Instant start;

    EventWriter(EvalSample sample, String uuid, Pools pools) {
        this.sample = sample;
        this.uuid = uuid;
        this.pools = pools;
        this.start = sample.startedAt();
    }

    ArrayNode write(EvalSpec eval, List<Solver.Step> steps) {
        Instant end = start.plus(sample.totalTime());
        int graded = firstOfGrader();
        Instant scoring =
                graded < sample.events().size() ? sample.events().get(graded).timestamp() : end;
        init(eval);
        begin(SOLVERS, "", SOLVERS, SOLVERS, start);
        String span = SOLVERS;
        if (steps.size() == 1 && graded > 1) {
            span = "solver";
            begin(span, SOLVERS, "solver", steps.getFirst().solver(), start);
        }
        for (SampleEvent event : sample.events().subList(0, graded)) {
            one(event, span);
        }
        if (!span.equals(SOLVERS)) {
            end(span, scoring);
        }
        end(SOLVERS, scoring);
        sample.limit()
                .ifPresent(limit -> event("sample_limit", "", scoring)
                        .put("type", SampleWriter.limitType(limit.type()))
                        .put("message", "The sample was ended by its limit on " + limit.type() + ".")
                        .put("limit", limit.limit()));
        if (!sample.scores().isEmpty() || graded < sample.events().size()) {
            scorers(graded, scoring, end);
        }
        sample.error().ifPresent(error -> event("error", "", end).set("error", SampleWriter.error(error)));
        return events;
    }

    /// The place from which on only scorers called models.
    private int firstOfGrader() {
        int place = sample.events().size();
        boolean any = false;
        while (place > 0) {
            SampleEvent event = sample.events().get(place - 1);
            if (event instanceof SampleEvent.ModelEvent call) {
                if (!call.role().equals(GRADER)) {
                    break;
                }
                any = true;
            } else if (event instanceof SampleEvent.ToolEvent) {
                break;
            }
            place--;
        }
        return any ? place : sample.events().size();
    }

    private void scorers(int graded, Instant scoring, Instant end) {
        begin(SCORERS, "", SCORERS, SCORERS, scoring);
        for (SampleEvent event : sample.events().subList(graded, sample.events().size())) {
            one(event, SCORERS);
        }
        for (Map.Entry<String, Score> score : new TreeMap<>(sample.scores()).entrySet()) {
            ObjectNode event = event("score", SCORERS, end);
            event.set("score", SampleWriter.score(score.getValue(), UnaryOperator.identity()));
            event.set("target", SampleWriter.target(sample.target()));
            event.put("scorer", score.getKey());
        }
        end(SCORERS, end);
    }

    private void init(EvalSpec eval) {
        ObjectNode event = event("sample_init", "", start);
        ObjectNode asked = event.putObject("sample");
        asked.set("input", SampleWriter.input(sample.input(), pools, pools::eventText));
        if (!sample.choices().isEmpty()) {
            sample.choices().forEach(asked.putArray("choices")::add);
        }
        asked.set("target", SampleWriter.target(sample.target()));
        asked.put("id", SampleName.visible(sample.id()));
        event.putObject("state").put("model", eval.model());
    }

    private void one(SampleEvent event, String span) {
        switch (event) {
            case SampleEvent.ModelEvent call -> model(call, span);
            case SampleEvent.ToolEvent call -> tool(call, span);
            case SampleEvent.InfoEvent note -> {
                ObjectNode json = event("info", span, note.timestamp());
                json.put("source", note.source());
                json.set("data", pools.eventJson(data(note.data())));
            }
        }
    }

    private void model(SampleEvent.ModelEvent call, String span) {
        ObjectNode json = event("model", span, call.timestamp());
        json.put("model", call.model());
        if (!call.role().isEmpty()) {
            json.put("role", call.role());
        }
        pools.putInput(json, call.request().messages());
        ArrayNode tools = json.putArray("tools");
        call.request().tools().forEach(tool -> tools.add(ToolJson.tool(tool, pools::eventText)));
        json.set("tool_choice", ToolJson.choice(call.request().toolChoice()));
        json.set("config", ConfigJson.write(call.request().config()));
        if (call.output().isPresent()) {
            json.set(
                    "output",
                    MessageWriter.output(
                            call.output().get(), pools.id(call.output().get().message()), pools::eventText));
        } else {
            ObjectNode output = json.putObject("output");
            output.put("model", call.model());
            output.putArray("choices");
            call.error().ifPresent(error -> output.put("error", error));
        }
        if (call.retries() > 0) {
            json.put("retries", call.retries());
        }
        call.error().ifPresent(error -> json.put("error", error));
        if (call.cached()) {
            json.put("cache", "read");
        }
        completed(json, call.timestamp(), call.time());
    }

    private void tool(SampleEvent.ToolEvent call, String span) {
        ObjectNode json = event("tool", span, call.timestamp());
        json.put("type", "function");
        json.put("id", call.call().id());
        json.put("function", call.call().function());
        MessageWriter.arguments(call.call(), json);
        json.set("arguments", pools.eventJson(json.get("arguments")));
        json.put("result", pools.eventText(call.result()));
        call.error().ifPresent(error -> json.set("error", MessageWriter.toolError(error)));
        json.putArray("events");
        completed(json, call.timestamp(), call.time());
        if (call.truncated()) {
            json.putObject("metadata").put("truncated", true);
        }
    }

    private static void completed(ObjectNode json, Instant start, Duration time) {
        json.put("completed", Times.write(start.plus(time)));
        MessageWriter.putSeconds(json, "working_time", time);
    }

    private static JsonNode data(String json) {
        try {
            JsonNode data = InspectJson.MAPPER.readTree(json);
            return MessageWriter.isShallow(data, 100) ? data : InspectJson.MAPPER.stringNode(json);
        } catch (JacksonException noJson) {
            return InspectJson.MAPPER.stringNode(json);
        }
    }

    private void begin(String id, String parent, String type, String name, Instant time) {
        ObjectNode json = event(time, id, "span_begin");
        json.put("id", id);
        if (!parent.isEmpty()) {
            json.put("parent_id", parent);
        }
        json.put("type", type);
        json.put("name", name);
    }

    private void end(String id, Instant time) {
        event(time, id, "span_end").put("id", id);
    }

    /// An event that others may point at, by its id.
    private ObjectNode event(String kind, String span, Instant time) {
        return event(time, span, kind).put("uuid", uuid + "." + events.size());
    }

    /// What all events share. Ids of spans are unique in their sample, which is all that Inspect asks; short
    /// ones, and no id where none is needed, make the log smaller by a tenth.
    private ObjectNode event(Instant time, String span, String kind) {
        ObjectNode json = events.addObject();
        json.put("timestamp", Times.write(time));
        Duration since = Duration.between(start, time);
        MessageWriter.putSeconds(json, "working_start", since.isNegative() ? Duration.ZERO : since);
        json.put("event", kind);
        if (!span.isEmpty()) {
            json.put("span_id", span);
        }
        return json;
    }
}
