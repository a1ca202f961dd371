package dev.assay.store.body;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.ResponseSchema;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.EvalLog.SampleLimit;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import dev.assay.core.task.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what a {@link SampleEncoder} wrote.
final class SampleDecoder {

    private final ByteSource source;
    private final MessageDecoder messages;
    private Instant start = Instant.EPOCH;
    private @Nullable ModelOutput lastOutput;
    private @Nullable ModelRequest lastRequest;

    SampleDecoder(ByteSource source) {
        this.source = source;
        this.messages = new MessageDecoder(source);
    }

    /// @param id from the row, as `epoch` and `usage` are
    EvalSample sample(String id, int epoch, ModelUsage usage) {
        List<ChatMessage> conversation = messages.main();
        List<ChatMessage> input = messages.messages();
        List<String> choices = source.list(source::text);
        Target target = new Target(source.list(source::text));
        Optional<ModelOutput> output = output();
        Map<String, Score> scores = scores();
        Map<String, String> metadata = map(source::text);
        start = instant();
        return new EvalSample(
                id,
                epoch,
                input,
                choices,
                target,
                conversation,
                output,
                scores,
                metadata,
                usage,
                start,
                duration(),
                duration(),
                optional(this::error),
                source.list(this::error),
                optional(() -> new SampleLimit(source.text(), source.real())),
                source.list(this::event));
    }

    Map<String, Score> scores() {
        return map(() -> new Score(source.real(), source.text(), source.text(), map(source::text)));
    }

    private SampleEvent event() {
        int code = source.octet();
        return switch (code) {
            case Codes.MODEL_EVENT ->
                new SampleEvent.ModelEvent(
                        instant(),
                        source.text(),
                        source.text(),
                        request(),
                        output(),
                        source.optionalText(),
                        duration(),
                        Math.toIntExact(source.signed()),
                        source.flag());
            case Codes.TOOL_EVENT ->
                new SampleEvent.ToolEvent(
                        instant(),
                        messages.call(),
                        source.text(),
                        optional(messages::error),
                        duration(),
                        source.flag());
            case Codes.INFO_EVENT -> new SampleEvent.InfoEvent(instant(), source.text(), source.text());
            default -> throw Codes.unknown("event", code);
        };
    }

    private ModelRequest request() {
        List<ChatMessage> conversation = messages.messages();
        ModelRequest before = lastRequest;
        ModelRequest request;
        if (source.octet(SampleEncoder.AS_BEFORE) != SampleEncoder.AS_BEFORE) {
            request = new ModelRequest(conversation, source.list(this::tool), choice(), config());
        } else if (before != null) {
            source.spend(before.tools().size());
            request = new ModelRequest(conversation, before.tools(), before.toolChoice(), before.config());
        } else {
            throw new IllegalStateException("a first request cannot be as the one before");
        }
        lastRequest = request;
        return request;
    }

    private ToolInfo tool() {
        return new ToolInfo(source.text(), source.text(), source.text());
    }

    private ToolChoice choice() {
        int code = source.octet();
        return switch (code) {
            case Codes.CHOICE_AUTO -> ToolChoice.AUTO;
            case Codes.CHOICE_ANY -> ToolChoice.ANY;
            case Codes.CHOICE_NONE -> ToolChoice.NONE;
            case Codes.CHOICE_NAMED -> new ToolChoice.Named(source.text());
            default -> throw Codes.unknown("tool choice", code);
        };
    }

    GenerateConfig config() {
        return new GenerateConfig(
                real(),
                real(),
                integer(),
                source.integer(),
                source.flag() ? OptionalLong.of(source.signed()) : OptionalLong.empty(),
                source.list(source::text),
                source.flag(),
                source.integer(),
                real(),
                real(),
                source.optionalText(),
                integer(),
                optional(() -> new ResponseSchema(source.text(), source.text(), source.flag())));
    }

    private Optional<ModelOutput> output() {
        int code = source.octet();
        return switch (code) {
            case SampleEncoder.ABSENT -> Optional.empty();
            case SampleEncoder.NEW -> {
                ModelOutput output = answer();
                lastOutput = output;
                yield Optional.of(output);
            }
            case SampleEncoder.AS_BEFORE -> {
                if (lastOutput == null) {
                    throw new IllegalStateException("a first output cannot be as the one before");
                }
                yield Optional.of(lastOutput);
            }
            default -> throw Codes.unknown("output", code);
        };
    }

    ModelOutput answer() {
        return new ModelOutput(
                source.text(),
                messages.message(),
                Codes.stopReason(source.octet()),
                new ModelUsage(source.number(), source.number(), source.number(), source.number(), source.number()),
                duration(),
                source.list(this::logprob),
                source.optionalText());
    }

    private TokenLogprob logprob() {
        return new TokenLogprob(
                source.text(),
                source.real(),
                source.list(() -> new TokenLogprob.Alternative(source.text(), source.real())));
    }

    private EvalError error() {
        return new EvalError(source.text(), source.text());
    }

    Instant instant() {
        return Instant.ofEpochSecond(start.getEpochSecond() + source.signed(), nano());
    }

    private Duration duration() {
        return Duration.ofSeconds(source.signed(), nano());
    }

    private int nano() {
        int nano = source.integer();
        if (nano < 0 || nano > 999_999_999) {
            throw new IllegalStateException(nano + " nanoseconds are more than a second");
        }
        return nano;
    }

    private OptionalDouble real() {
        return source.flag() ? OptionalDouble.of(source.real()) : OptionalDouble.empty();
    }

    private OptionalInt integer() {
        return source.flag() ? OptionalInt.of(source.integer()) : OptionalInt.empty();
    }

    private <T> Optional<T> optional(Supplier<T> reader) {
        return source.flag() ? Optional.of(reader.get()) : Optional.empty();
    }

    <T> Map<String, T> map(Supplier<T> reader) {
        int count = source.count();
        Map<String, T> map = new HashMap<>();
        for (int index = 0; index < count; index++) {
            map.put(source.text(), reader.get());
        }
        return map;
    }
}
