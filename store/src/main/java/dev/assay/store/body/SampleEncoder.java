package dev.assay.store.body;

import dev.assay.core.model.GenerateConfig;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelRequest;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolChoice;
import dev.assay.core.model.ToolInfo;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.SampleEvent;
import dev.assay.core.task.Score;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes a sample but what its row has in columns: its id, its epoch and its usage.
final class SampleEncoder {

    /// How an output, or the settings of a request, is written: in full, or as one that came before.
    static final int ABSENT = 0;

    static final int NEW = 1;
    static final int AS_BEFORE = 2;

    private final ByteSink sink;
    private final MessageEncoder messages;
    private Instant start = Instant.EPOCH;
    private @Nullable ModelOutput lastOutput;
    private @Nullable ModelRequest lastRequest;

    SampleEncoder(ByteSink sink) {
        this.sink = sink;
        this.messages = new MessageEncoder(sink);
    }

    void sample(EvalSample sample) {
        messages.main(sample.messages());
        messages.messages(sample.input());
        list(sample.choices(), sink::text);
        list(sample.target().texts(), sink::text);
        output(sample.output());
        scores(sample.scores());
        map(sample.metadata(), (name, value) -> sink.text(value));
        instant(sample.startedAt());
        start = sample.startedAt();
        duration(sample.totalTime());
        duration(sample.workingTime());
        optional(sample.error(), this::error);
        list(sample.errorRetries(), this::error);
        optional(sample.limit(), limit -> {
            sink.text(limit.type());
            sink.real(limit.limit());
        });
        list(sample.events(), this::event);
    }

    void scores(Map<String, Score> scores) {
        map(scores, (name, score) -> {
            sink.real(score.value());
            sink.text(score.answer());
            sink.text(score.explanation());
            map(score.metadata(), (fact, value) -> sink.text(value));
        });
    }

    private void event(SampleEvent event) {
        switch (event) {
            case SampleEvent.ModelEvent call -> {
                sink.octet(Codes.MODEL_EVENT);
                instant(call.timestamp());
                sink.text(call.model());
                sink.text(call.role());
                request(call.request());
                output(call.output());
                sink.text(call.error());
                duration(call.time());
                sink.signed(call.retries());
                sink.flag(call.cached());
            }
            case SampleEvent.ToolEvent tool -> {
                sink.octet(Codes.TOOL_EVENT);
                instant(tool.timestamp());
                messages.call(tool.call());
                sink.text(tool.result());
                optional(tool.error(), messages::error);
                duration(tool.time());
                sink.flag(tool.truncated());
            }
            case SampleEvent.InfoEvent info -> {
                sink.octet(Codes.INFO_EVENT);
                instant(info.timestamp());
                sink.text(info.source());
                sink.text(info.data());
            }
        }
    }

    private void request(ModelRequest request) {
        messages.messages(request.messages());
        ModelRequest before = lastRequest;
        if (before != null
                && request.config().equals(before.config())
                && request.toolChoice().equals(before.toolChoice())
                && request.tools().equals(before.tools())) {
            sink.octet(AS_BEFORE);
        } else {
            sink.octet(NEW);
            list(request.tools(), this::tool);
            choice(request.toolChoice());
            config(request.config());
        }
        lastRequest = request;
    }

    private void tool(ToolInfo tool) {
        sink.text(tool.name());
        sink.text(tool.description());
        sink.text(tool.parameters());
    }

    private void choice(ToolChoice choice) {
        switch (choice) {
            case ToolChoice.Auto auto -> sink.octet(Codes.CHOICE_AUTO);
            case ToolChoice.Any any -> sink.octet(Codes.CHOICE_ANY);
            case ToolChoice.None none -> sink.octet(Codes.CHOICE_NONE);
            case ToolChoice.Named named -> {
                sink.octet(Codes.CHOICE_NAMED);
                sink.text(named.function());
            }
        }
    }

    void config(GenerateConfig config) {
        real(config.temperature());
        real(config.topP());
        integer(config.topK());
        sink.number(config.maxTokens());
        sink.flag(config.seed().isPresent());
        config.seed().ifPresent(sink::signed);
        list(config.stop(), sink::text);
        sink.flag(config.logprobs());
        sink.number(config.topLogprobs());
        real(config.frequencyPenalty());
        real(config.presencePenalty());
        sink.text(config.reasoningEffort());
        integer(config.reasoningTokens());
        optional(config.responseSchema(), schema -> {
            sink.text(schema.name());
            sink.text(schema.schema());
            sink.flag(schema.strict());
        });
    }

    private void output(Optional<ModelOutput> output) {
        if (output.isEmpty()) {
            sink.octet(ABSENT);
            return;
        }
        ModelOutput answer = output.get();
        if (answer.equals(lastOutput)) {
            sink.octet(AS_BEFORE);
            return;
        }
        lastOutput = answer;
        sink.octet(NEW);
        answer(answer);
    }

    void answer(ModelOutput answer) {
        sink.text(answer.model());
        messages.message(answer.message());
        sink.octet(Codes.of(answer.stopReason()));
        usage(answer.usage());
        duration(answer.time());
        list(answer.logprobs(), this::logprob);
        sink.text(answer.systemFingerprint());
    }

    private void usage(ModelUsage usage) {
        sink.number(usage.inputTokens());
        sink.number(usage.outputTokens());
        sink.number(usage.cacheReadTokens());
        sink.number(usage.cacheWriteTokens());
        sink.number(usage.reasoningTokens());
    }

    private void logprob(TokenLogprob token) {
        sink.text(token.token());
        sink.real(token.logprob());
        list(token.top(), alternative -> {
            sink.text(alternative.token());
            sink.real(alternative.logprob());
        });
    }

    private void error(EvalError error) {
        sink.text(error.message());
        sink.text(error.traceback());
    }

    /// Relative to the sample's start, which is relative to 1970.
    void instant(Instant instant) {
        sink.signed(instant.getEpochSecond() - start.getEpochSecond());
        sink.number(instant.getNano());
    }

    private void duration(Duration duration) {
        sink.signed(duration.getSeconds());
        sink.number(duration.getNano());
    }

    private void real(OptionalDouble value) {
        sink.flag(value.isPresent());
        value.ifPresent(sink::real);
    }

    private void integer(OptionalInt value) {
        sink.flag(value.isPresent());
        value.ifPresent(sink::number);
    }

    private <T> void optional(Optional<T> value, Consumer<T> writer) {
        sink.flag(value.isPresent());
        value.ifPresent(writer);
    }

    <T> void list(List<T> elements, Consumer<T> writer) {
        sink.number(elements.size());
        elements.forEach(writer);
    }

    /// In the order of the names, so that equal maps are equal bytes.
    <T> void map(Map<String, T> map, BiConsumer<String, T> writer) {
        sink.number(map.size());
        (map.size() < 2 ? map : new TreeMap<>(map)).forEach((name, value) -> {
            sink.text(name);
            writer.accept(name, value);
        });
    }
}
