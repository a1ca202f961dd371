package dev.assay.core.contract;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.model.ToolResult;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/// Whole samples with anything in them that a sample may hold, the same for the same seed.
public final class GeneratedSamples {

    private final Random random;
    private List<ChatMessage> conversation = List.of();

    public GeneratedSamples(long seed) {
        random = new Random(seed);
    }

    /// A sample of one question and one answer, as a run without tools makes by the million.
    public static EvalSample simple(long position, int epoch) {
        return simple(position, epoch, position % 3 == 0 ? "Paris" : "The capital of France is Paris.");
    }

    /// A sample of one question with that answer.
    public static EvalSample simple(long position, int epoch, String answer) {
        Random random = new Random(position * 31 + epoch);
        List<ChatMessage> input = List.of(ChatMessage.user("Sample " + position + ": what is the capital of France?"));
        Instant start = Instant.parse("2026-11-22T00:00:00Z").plusNanos(position * 250_000L + random.nextInt(250_000));
        Duration time = Duration.ofNanos(1_000_000 + random.nextInt(5_000_000));
        ModelUsage usage = new ModelUsage(18 + position % 4, 8);
        ModelOutput output =
                new ModelOutput("mock", answer, StopReason.STOP, usage, time.minusNanos(40_000), List.of());
        List<ChatMessage> messages = List.of(input.getFirst(), output.message());
        ModelRequest request = ModelRequest.of(input, GenerateConfig.DEFAULT);
        boolean right = answer.contains("Paris");
        return new EvalSample(
                Long.toString(position + 1),
                epoch,
                input,
                List.of(),
                Target.of("Paris"),
                messages,
                Optional.of(output),
                Map.of("includes", Score.of(right, answer)),
                Map.of(),
                usage,
                start,
                time.plusNanos(60_000),
                time,
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(new SampleEvent.ModelEvent(
                        start.plusNanos(20_000),
                        "openai/mock",
                        "",
                        request,
                        Optional.of(output),
                        Optional.empty(),
                        time.minusNanos(20_000),
                        0,
                        false)));
    }

    /// The next sample.
    public EvalSample next(int epoch) {
        conversation = list(6, this::message);
        List<ChatMessage> input =
                chance(2) ? conversation.subList(0, random.nextInt(conversation.size() + 1)) : list(3, this::message);
        return new EvalSample(
                text(),
                epoch,
                input,
                list(3, this::text),
                new Target(list(3, this::text)),
                conversation,
                optional(this::output),
                scores(),
                map(this::text),
                usage(),
                instant(),
                duration(),
                duration(),
                optional(this::error),
                list(2, this::error),
                optional(() -> new SampleLimit(text(), number())),
                list(5, this::event));
    }

    /// Grades, some of them excluded.
    public Map<String, Score> scores() {
        return map(() -> new Score(number(), text(), text(), map(this::text)));
    }

    private boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    private <T> List<T> list(int most, Supplier<T> element) {
        List<T> list = new ArrayList<>();
        for (int count = random.nextInt(most + 1); count > 0; count--) {
            list.add(element.get());
        }
        return list;
    }

    private <T> Map<String, T> map(Supplier<T> value) {
        Map<String, T> map = new HashMap<>();
        for (int count = random.nextInt(3); count > 0; count--) {
            map.put(text(), value.get());
        }
        return map;
    }

    private <T> Optional<T> optional(Supplier<T> value) {
        return chance(2) ? Optional.of(value.get()) : Optional.empty();
    }

    /// A text, often an awkward one, sometimes any UTF-16 at all.
    private String text() {
        return switch (random.nextInt(5)) {
            case 0 -> RunJournalContract.AWKWARD_TEXTS.get(random.nextInt(RunJournalContract.AWKWARD_TEXTS.size()));
            case 1 -> {
                char[] units = new char[random.nextInt(40)];
                for (int index = 0; index < units.length; index++) {
                    units[index] = (char) random.nextInt(1 << 16);
                }
                yield new String(units);
            }
            case 2 -> "word ".repeat(random.nextInt(200));
            case 3 -> Integer.toString(random.nextInt(3));
            default -> "The answer is " + random.nextInt() + ".";
        };
    }

    private double number() {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Double.POSITIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> 1;
            case 4 -> 0;
            default -> random.nextGaussian() * 1e-3;
        };
    }

    private ModelUsage usage() {
        return new ModelUsage(count(), count(), count(), count(), count());
    }

    private long count() {
        return chance(2) ? 0 : random.nextLong(1, 1L << random.nextInt(1, 62));
    }

    private Instant instant() {
        return Instant.ofEpochSecond(random.nextLong(-1L << 33, 1L << 33), random.nextInt(1_000_000_000));
    }

    private Duration duration() {
        return Duration.ofSeconds(random.nextInt(100_000), random.nextInt(1_000_000_000));
    }

    private EvalError error() {
        return new EvalError(text(), text());
    }

    private Content part() {
        return switch (random.nextInt(5)) {
            case 0 -> new Content.Reasoning(text(), optional(this::text), chance(2));
            case 1 ->
                new Content.Image(
                        "data:image/png;base64," + text(),
                        Content.Image.Detail.values()[random.nextInt(Content.Image.Detail.values().length)]);
            default -> new Content.Text(text());
        };
    }

    private ToolCall call() {
        return new ToolCall(text(), text(), chance(2) ? "{\"path\":\"/etc/hosts\"}" : text());
    }

    private ToolResult.ToolError toolError() {
        return new ToolResult.ToolError(text(), text());
    }

    private ChatMessage message() {
        return switch (ChatMessage.Role.values()[random.nextInt(ChatMessage.Role.values().length)]) {
            case SYSTEM -> new ChatMessage(ChatMessage.Role.SYSTEM, list(2, this::part), List.of(), Optional.empty());
            case USER -> ChatMessage.user(list(3, this::part));
            case ASSISTANT -> ChatMessage.assistant(list(3, this::part), list(2, this::call));
            case TOOL ->
                new ChatMessage(
                        ChatMessage.Role.TOOL,
                        list(2, this::part),
                        List.of(),
                        Optional.of(new ToolResult(text(), text(), optional(this::toolError))));
        };
    }

    private ModelOutput output() {
        ChatMessage answer = conversation.stream()
                .filter(message -> message.role() == ChatMessage.Role.ASSISTANT && chance(2))
                .findFirst()
                .orElseGet(() -> ChatMessage.assistant(list(2, this::part), list(2, this::call)));
        return new ModelOutput(
                text(),
                answer,
                StopReason.values()[random.nextInt(StopReason.values().length)],
                usage(),
                duration(),
                list(
                        8,
                        () -> new TokenLogprob(
                                text(), number(), list(3, () -> new TokenLogprob.Alternative(text(), number())))),
                optional(this::text));
    }

    private ModelRequest request() {
        List<ChatMessage> asked = new ArrayList<>();
        if (chance(2)) {
            asked.addAll(conversation.subList(0, random.nextInt(conversation.size() + 1)));
        }
        asked.addAll(list(2, this::message));
        if (asked.isEmpty()) {
            asked.add(message());
        }
        ToolChoice choice = switch (random.nextInt(4)) {
            case 0 -> ToolChoice.AUTO;
            case 1 -> ToolChoice.ANY;
            case 2 -> ToolChoice.NONE;
            default -> new ToolChoice.Named(text());
        };
        return new ModelRequest(
                asked, list(2, () -> new ToolInfo("tool_" + random.nextInt(3), text(), text())), choice, config());
    }

    private GenerateConfig config() {
        if (chance(2)) {
            return GenerateConfig.DEFAULT;
        }
        return new GenerateConfig.Builder()
                .temperature(chance(2) ? OptionalDouble.of(random.nextDouble() * 2) : OptionalDouble.empty())
                .topP(chance(2) ? OptionalDouble.of(1 - random.nextDouble()) : OptionalDouble.empty())
                .topK(chance(2) ? OptionalInt.of(1 + random.nextInt(100)) : OptionalInt.empty())
                .maxTokens(1 + random.nextInt(Integer.MAX_VALUE))
                .seed(chance(2) ? OptionalLong.of(random.nextLong()) : OptionalLong.empty())
                .stop(list(2, this::text))
                .topLogprobs(random.nextInt(21))
                .frequencyPenalty(chance(2) ? OptionalDouble.of(-0.5) : OptionalDouble.empty())
                .presencePenalty(chance(2) ? OptionalDouble.of(1.5) : OptionalDouble.empty())
                .reasoningEffort(optional(this::text))
                .reasoningTokens(chance(2) ? OptionalInt.of(1 + random.nextInt(100_000)) : OptionalInt.empty())
                .responseSchema(optional(() -> new ResponseSchema(text(), text(), chance(2))))
                .build();
    }

    private SampleEvent event() {
        return switch (random.nextInt(4)) {
            case 0 ->
                new SampleEvent.ToolEvent(instant(), call(), text(), optional(this::toolError), duration(), chance(2));
            case 1 -> new SampleEvent.InfoEvent(instant(), text(), text());
            default ->
                new SampleEvent.ModelEvent(
                        instant(),
                        text(),
                        text(),
                        request(),
                        optional(this::output),
                        optional(this::text),
                        duration(),
                        random.nextInt(4),
                        chance(2));
        };
    }
}
