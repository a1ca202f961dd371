package dev.assay.models.http;

import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.Content;
import dev.assay.core.model.ModelDelta;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.model.StopReason;
import dev.assay.core.model.TokenLogprob;
import dev.assay.core.model.ToolCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// An answer as it is read, whole or piece by piece. Pieces of text and of thought are joined in the order
/// in which they come; a tool call is joined by its index. For one thread.
public final class AnswerBuilder {

    private final Consumer<ModelDelta> listener;
    private final List<Content> parts = new ArrayList<>(1);
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thought = new StringBuilder();
    private final TreeMap<Integer, Call> calls = new TreeMap<>();
    private final List<TokenLogprob> logprobs = new ArrayList<>(0);
    private @Nullable String signature;
    private boolean thinking;
    private String model;
    private StopReason stopReason = StopReason.UNKNOWN;
    private @Nullable String systemFingerprint;
    private boolean heard;
    private boolean previewed;
    private boolean complete;
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private long reasoning;

    private static final class Call {
        private String id = "";
        private String function = "";
        private final StringBuilder arguments = new StringBuilder();
    }

    /// @param model its name, until it names itself
    /// @param listener hears the pieces
    public AnswerBuilder(String model, Consumer<ModelDelta> listener) {
        this.model = model;
        this.listener = listener;
    }

    /// An answer whose pieces nobody hears.
    public AnswerBuilder(String model) {
        this(model, delta -> {});
    }

    public void model(String value) {
        if (!value.isEmpty()) {
            this.model = value;
        }
    }

    public void stopReason(StopReason value) {
        this.stopReason = value;
    }

    public StopReason stopReason() {
        return stopReason;
    }

    public void systemFingerprint(String value) {
        this.systemFingerprint = value.isEmpty() ? null : value;
    }

    /// Says that the end of the answer was seen.
    public void complete() {
        this.complete = true;
    }

    /// Whether the end of the answer was seen.
    public boolean isComplete() {
        return complete;
    }

    /// Whether the listener has heard anything.
    boolean heard() {
        return heard;
    }

    /// A piece of the answer's text.
    public void text(String piece) {
        if (piece.isEmpty()) {
            return;
        }
        endThought();
        text.append(piece);
        tell(ModelDelta.Kind.TEXT, piece);
    }

    /// A piece of thought.
    public void thought(String piece) {
        if (!thinking) {
            endText();
            thinking = true;
        }
        thought.append(piece);
        if (!piece.isEmpty()) {
            tell(ModelDelta.Kind.REASONING, piece);
        }
    }

    /// What the provider wants to see again with the thought that is being told.
    public void signature(String value) {
        if (!thinking) {
            endText();
            thinking = true;
        }
        signature = signature == null ? value : signature + value;
    }

    /// A thought that the provider hides; `data` stands for it.
    public void hiddenThought(String data) {
        endPart();
        parts.add(new Content.Reasoning("", Optional.of(data), true));
    }

    /// A piece of a tool call; empty strings say nothing.
    ///
    /// @param index of the call
    public void toolCall(int index, String id, String function, String arguments) {
        Call call = calls.computeIfAbsent(index, _ -> new Call());
        call.id = id.isEmpty() ? call.id : id;
        call.function = function.isEmpty() ? call.function : function;
        call.arguments.append(arguments);
        if (!arguments.isEmpty()) {
            tell(ModelDelta.Kind.TOOL_ARGUMENTS, arguments);
        }
    }

    /// A whole tool call, after all that came before.
    public void toolCall(String id, String function, String arguments) {
        toolCall(calls.isEmpty() ? 0 : calls.lastKey() + 1, id, function, arguments);
    }

    /// How many tool calls there are.
    public int toolCalls() {
        return calls.size();
    }

    public void logprob(TokenLogprob value) {
        logprobs.add(value);
    }

    /// Tokens of the prompt that were read anew.
    public void inputTokens(long value) {
        this.input = Math.max(0, value);
    }

    /// Tokens of the answer, thoughts included.
    public void outputTokens(long value) {
        this.output = Math.max(0, value);
    }

    public void cacheReadTokens(long value) {
        this.cacheRead = Math.max(0, value);
    }

    public void cacheWriteTokens(long value) {
        this.cacheWrite = Math.max(0, value);
    }

    public void reasoningTokens(long value) {
        this.reasoning = Math.max(0, value);
    }

    /// Ends the part that is being told; what follows is another.
    public void endPart() {
        endThought();
        endText();
    }

    /// The answer.
    ///
    /// @param withLogprobs whether log-probabilities were asked for
    public ModelOutput build(Duration time, boolean withLogprobs) {
        endPart();
        List<ToolCall> called = new ArrayList<>(calls.size());
        calls.forEach((index, call) -> called.add(
                new ToolCall(call.id.isEmpty() ? "call_" + index : call.id, call.function, call.arguments.toString())));
        return new ModelOutput(
                model,
                ChatMessage.assistant(parts, called),
                stopReason,
                new ModelUsage(input, output, cacheRead, cacheWrite, reasoning),
                time,
                withLogprobs ? logprobs : List.of(),
                Optional.ofNullable(systemFingerprint));
    }

    private void endText() {
        if (!text.isEmpty()) {
            parts.add(new Content.Text(text.toString()));
            text.setLength(0);
        }
    }

    private void endThought() {
        if (thinking) {
            parts.add(new Content.Reasoning(thought.toString(), Optional.ofNullable(signature), false));
            thought.setLength(0);
            signature = null;
            thinking = false;
        }
    }

    /// Lets the listener hear a piece of an answer that will be read whole at its end, in silence.
    public void preview(ModelDelta.Kind kind, String piece) {
        if (!piece.isEmpty()) {
            previewed = false;
            tell(kind, piece);
            previewed = true;
        }
    }

    private void tell(ModelDelta.Kind kind, String piece) {
        if (previewed) {
            return;
        }
        heard = true;
        listener.accept(new ModelDelta(kind, piece));
    }
}
