package dev.assay.store.inspect;

import dev.assay.core.journal.EvalHeader;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.EvalLog.EvalDataset;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalPlan;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.EvalSpec;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.EvalLog.Status;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Solver;
import dev.assay.core.task.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Runs and samples made from a seed.
final class MadeRuns {

    static final Instant START = Instant.parse("2026-11-25T10:00:00Z");
    static final String MODEL = "openai/quiz";
    private static final String[] WORDS =
            "the capital of France is Paris and nobody knows why such answers please a grader 42 tokens in a row"
                    .split(" ");
    private static final String[] ODD = {
        "\u0000", "\u001b[31m", "emoji \ud83d\ude00", "\u202egnp", "attachment://00", "\"\\/", "NaN", "\n\r\t", ""
    };

    private MadeRuns() {}

    static EvalHeader header(int samples, int epochs) {
        return new EvalHeader(
                "capitals-1125",
                new EvalSpec(
                        START,
                        "capitals-1125",
                        "capitals",
                        "2",
                        new EvalDataset("capitals", "capitals.jsonl", samples, true),
                        MODEL,
                        "http://localhost:1/v1#quiz",
                        epochs,
                        "mean",
                        List.of("includes", "judge"),
                        List.of("geography"),
                        Map.of("owner", "tests")),
                new EvalPlan(
                        "plan",
                        List.of(new Solver.Step("generate", Map.of("cache", "false"))),
                        GenerateConfig.DEFAULT.withSeed(7)),
                "{}",
                "d1ce57",
                "./assay eval capitals.yaml",
                "0.1.0");
    }

    static LogOutcome outcome(int samples) {
        return new LogOutcome(
                Status.SUCCESS,
                samples,
                samples,
                0,
                0,
                List.of(new LogScore(
                        "includes", "includes", "mean", samples, 0, Map.of("accuracy", 0.5, "stderr", 0.01))),
                Optional.empty());
    }

    /// The kind of which most runs consist: one question, one answer, one score.
    static EvalSample simple(int number) {
        Random random = new Random(number);
        Instant start = START.plusMillis(number * 13L);
        ChatMessage question =
                ChatMessage.user("Sample " + number + ": what is the capital of " + words(random, 6) + "?");
        ModelOutput output = new ModelOutput(
                "quiz",
                "The capital is " + words(random, 12) + ".",
                StopReason.STOP,
                new ModelUsage(20 + random.nextInt(10), 12),
                Duration.ofMillis(180 + random.nextInt(60)),
                List.of());
        return new EvalSample(
                "q" + number,
                1,
                List.of(question),
                List.of(),
                Target.of("Paris"),
                List.of(question, output.message()),
                Optional.of(output),
                Map.of("includes", Score.of(random.nextBoolean(), output.completion())),
                Map.of("row", Integer.toString(number)),
                output.usage(),
                start,
                output.time().plusMillis(2),
                output.time(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(new SampleEvent.ModelEvent(
                        start.plusMillis(1),
                        MODEL,
                        "",
                        ModelRequest.of(List.of(question), GenerateConfig.DEFAULT),
                        Optional.of(output),
                        Optional.empty(),
                        output.time(),
                        0,
                        false)));
    }

    /// A sample with anything in it that Assay has words for, hostile texts among them.
    static EvalSample any(int number, int epoch, Random random) {
        Instant start = START.plusMillis(random.nextInt(1_000_000));
        List<ChatMessage> input = new ArrayList<>();
        if (random.nextBoolean()) {
            input.add(ChatMessage.system("Answer. " + text(random)));
        }
        input.add(
                random.nextInt(4) == 0
                        ? ChatMessage.user(List.of(
                                new Content.Text(filled(random)),
                                Content.Image.of("data:image/png;base64," + "iVBO".repeat(60))))
                        : ChatMessage.user(filled(random)));
        List<ChatMessage> conversation = new ArrayList<>(input);
        List<SampleEvent> events = new ArrayList<>();
        Optional<ModelOutput> last = Optional.empty();
        ModelUsage usage = ModelUsage.NONE;
        int turns = random.nextInt(4);
        for (int turn = 0; turn < turns; turn++) {
            boolean calls = turn < turns - 1;
            ModelOutput output = output(random, calls, turn);
            last = Optional.of(output);
            events.add(call(start.plusMillis(turn * 100L), conversation, output, random, calls));
            conversation.add(output.message());
            usage = usage.plus(output.usage());
            for (ToolCall call : output.message().toolCalls()) {
                tool(call, start, conversation, events, random);
            }
        }
        if (random.nextInt(3) == 0) {
            events.add(new SampleEvent.InfoEvent(start.plusMillis(900), "assay/permission", "{\"allowed\":false}"));
        }
        boolean failed = random.nextInt(5) == 0;
        return new EvalSample(
                "../id/" + number + (random.nextBoolean() ? "\u001b\u202e" : "/sample.json"),
                epoch,
                input,
                random.nextInt(4) == 0 ? List.of("A", "B") : List.of(),
                random.nextInt(4) == 0 ? Target.of("Paris", "Lutetia") : Target.of("Paris"),
                conversation,
                last,
                failed ? Map.of() : scores(random),
                Map.of("cluster", Integer.toString(random.nextInt(9)), "text", text(random)),
                usage,
                start,
                Duration.ofMillis(1000 + random.nextInt(1000)),
                Duration.ofMillis(random.nextInt(1000)),
                failed
                        ? Optional.of(new EvalError("no answer: " + text(random), "trace\n" + text(random)))
                        : Optional.empty(),
                random.nextInt(4) == 0 ? List.of(new EvalError("first attempt", "trace")) : List.of(),
                random.nextInt(4) == 0 ? Optional.of(new SampleLimit("token", 100)) : Optional.empty(),
                events);
    }

    private static Map<String, Score> scores(Random random) {
        double value = switch (random.nextInt(4)) {
            case 0 -> Double.NaN;
            case 1 -> 0.25;
            default -> 1;
        };
        return Map.of(
                "includes", new Score(value, text(random), text(random), Map.of("why", text(random))),
                "judge", new Score(0, "", ""));
    }

    private static ModelOutput output(Random random, boolean calls, int turn) {
        List<Content> parts = new ArrayList<>();
        if (random.nextBoolean()) {
            parts.add(new Content.Reasoning(text(random), Optional.of("signature" + turn), random.nextBoolean()));
        }
        String said = text(random);
        if (!said.isEmpty()) {
            parts.add(new Content.Text(said));
        }
        List<ToolCall> asked = calls
                ? List.of(new ToolCall(
                        "call" + turn,
                        "search",
                        switch (random.nextInt(3)) {
                            case 0 -> "{\"query\":\"Paris\",\"n\":3}";
                            case 1 -> "not json " + turn;
                            default -> "{}";
                        }))
                : List.of();
        return new ModelOutput(
                "quiz-2026",
                ChatMessage.assistant(parts, asked),
                calls ? StopReason.TOOL_CALLS : StopReason.STOP,
                new ModelUsage(
                        random.nextInt(50),
                        random.nextInt(50),
                        random.nextInt(3),
                        random.nextInt(3),
                        random.nextInt(2)),
                Duration.ofMillis(random.nextInt(900)),
                random.nextInt(3) == 0
                        ? List.of(new TokenLogprob("Pa", -0.25, List.of(new TokenLogprob.Alternative("Lo", -2.5))))
                        : List.of(),
                random.nextInt(3) == 0 ? Optional.of("fp_1") : Optional.empty());
    }

    private static SampleEvent call(
            Instant time, List<ChatMessage> conversation, ModelOutput output, Random random, boolean tools) {
        List<ToolInfo> offered = tools
                ? List.of(new ToolInfo(
                        "search",
                        "Searches. " + text(random),
                        "{\"type\":\"object\",\"properties\":{\"query\":{\"type\":[\"string\",\"null\"]},"
                                + "\"n\":{\"type\":\"integer\",\"minimum\":1}},\"required\":[\"query\"],\"$defs\":{}}"))
                : List.of();
        boolean answered = random.nextInt(6) != 0;
        return new SampleEvent.ModelEvent(
                time,
                MODEL,
                "",
                new ModelRequest(
                        conversation,
                        offered,
                        tools ? new ToolChoice.Named("search") : ToolChoice.AUTO,
                        GenerateConfig.DEFAULT.withStop(List.of("END"))),
                answered ? Optional.of(output) : Optional.empty(),
                answered ? Optional.empty() : Optional.of("429 after 3 tries"),
                Duration.ofMillis(random.nextInt(99)),
                random.nextInt(3),
                answered && random.nextInt(5) == 0);
    }

    private static void tool(
            ToolCall call, Instant start, List<ChatMessage> conversation, List<SampleEvent> events, Random random) {
        Optional<ToolResult.ToolError> error = random.nextInt(3) == 0
                ? Optional.of(new ToolResult.ToolError("timeout", "took too long"))
                : Optional.empty();
        String result = error.isPresent() ? "" : "Found: " + text(random);
        conversation.add(ChatMessage.tool(result, new ToolResult(call.id(), call.function(), error)));
        events.add(new SampleEvent.ToolEvent(
                start.plusMillis(50), call, result, error, Duration.ofMillis(4), random.nextInt(3) == 0));
    }

    /// Not empty: where the sample's question stands.
    private static String filled(Random random) {
        return "Question " + text(random);
    }

    static String text(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> ODD[random.nextInt(ODD.length)];
            case 1 -> words(random, 60);
            default -> words(random, 5);
        };
    }

    private static String words(Random random, int count) {
        StringBuilder text = new StringBuilder();
        for (int word = 0; word < count; word++) {
            text.append(word == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
