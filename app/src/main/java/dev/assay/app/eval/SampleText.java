package dev.assay.app.eval;

import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.model.ChatMessage;
import dev.assay.core.model.ModelOutput;
import dev.assay.core.model.ToolCall;
import dev.assay.core.task.EvalLog.EvalError;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// One sample of a run in a terminal: what was said, what came of it. All of it is hostile and shown
/// escaped.
final class SampleText {

    private static final int NAME = 60;
    private static final int LINE = 2_000;
    private static final int MOST_LINES = 200;

    private final List<String> lines = new ArrayList<>();

    private SampleText() {}

    /// @param epochs how often the run asks each sample
    /// @param earlier the grades that it had before it was graded again, oldest first
    static List<String> of(EvalSample sample, int epochs, List<Map<String, Score>> earlier) {
        SampleText text = new SampleText();
        text.add(
                "sample",
                Printable.line(sample.id(), 200)
                        + (epochs > 1 ? "   epoch " + sample.epoch() + " of " + epochs : "")
                        + String.format(
                                Locale.ROOT, "   %.1f s", sample.totalTime().toMillis() / 1e3)
                        + "   " + ProgressText.grouped(sample.modelUsage().inputTokens()) + " tokens in, "
                        + ProgressText.grouped(sample.modelUsage().outputTokens()) + " out");
        new TreeMap<>(sample.metadata())
                .forEach((name, value) ->
                        text.add("metadata", Printable.line(name, NAME) + "=" + Printable.line(value, 200)));
        text.lines.add("");
        sample.messages().forEach(text::message);
        text.lines.add("");
        text.outcome(sample);
        text.grades("", sample.scores());
        for (int i = earlier.size() - 1; i >= 0; i--) {
            text.grades("before: ", earlier.get(i));
        }
        return text.lines;
    }

    private void message(ChatMessage message) {
        String who = message.role().wireName();
        if (!message.reasoning().isEmpty()) {
            add("(thought)", message.reasoning());
        }
        boolean named = message.toolResult().isPresent();
        if (named) {
            who = "tool";
            add(who, Printable.line(message.toolResult().get().function(), NAME) + " returned:");
            message.toolResult()
                    .get()
                    .error()
                    .ifPresent(error -> add("", "error (" + error.type() + "): " + error.message()));
        }
        if (!message.content().isEmpty() || message.toolCalls().isEmpty()) {
            add(named ? "" : who, message.content().isEmpty() ? "(nothing)" : message.content());
        }
        for (ToolCall call : message.toolCalls()) {
            add(who, "calls " + Printable.line(call.function(), NAME) + " " + call.arguments());
        }
    }

    private void outcome(EvalSample sample) {
        if (!sample.target().texts().isEmpty()) {
            add("target", String.join(" | ", sample.target().texts()));
        }
        if (sample.messages().stream().noneMatch(message -> message.role() == ChatMessage.Role.ASSISTANT)) {
            sample.output().map(ModelOutput::completion).ifPresent(answer -> add("answer", answer));
        }
        sample.output()
                .ifPresent(output -> add(
                        "ended", output.stopReason().name().toLowerCase(Locale.ROOT) + " (by " + output.model() + ")"));
        sample.limit()
                .ifPresent(limit ->
                        add("limit", "ended by its limit of " + plain(limit.limit()) + " (" + limit.type() + ")"));
        for (EvalError before : sample.errorRetries()) {
            add("tried", before.message());
        }
        sample.error().ifPresent(error -> add("error", error.message()));
    }

    private void grades(String prefix, Map<String, Score> grades) {
        new TreeMap<>(grades).forEach((scorer, score) -> {
            String value = score.isScored() ? plain(score.value()) : "no grade";
            String shown = score.answer().isBlank() ? "" : "   of '" + Printable.line(score.answer(), 200) + "'";
            add("grade", prefix + Printable.line(scorer, NAME) + " " + value + shown);
            if (!score.explanation().isBlank() && !score.explanation().equals(score.answer())) {
                add("", score.explanation());
            }
        });
    }

    private static String plain(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.4g", value);
    }

    /// A part with its name beside the first line.
    private void add(String name, String text) {
        List<String> parts = text.lines().limit(MOST_LINES + 1L).toList();
        for (int i = 0; i < Math.min(parts.size(), MOST_LINES); i++) {
            lines.add(String.format(Locale.ROOT, "  %-9s %s", i == 0 ? name : "", Printable.line(parts.get(i), LINE)));
        }
        if (parts.size() > MOST_LINES) {
            lines.add(String.format(Locale.ROOT, "  %-9s %s", "", "... and more lines: --json has them all"));
        }
    }
}
