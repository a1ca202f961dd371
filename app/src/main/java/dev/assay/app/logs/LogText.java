package dev.assay.app.logs;

import dev.assay.app.terminal.Printable;
import dev.assay.app.terminal.ProgressText;
import dev.assay.core.model.ModelUsage;
import dev.assay.core.task.EvalLog.EvalSample;
import dev.assay.core.task.Score;
import dev.assay.store.inspect.InspectHeader;
import dev.assay.store.inspect.InspectLog;
import dev.assay.store.inspect.InspectSample;
import dev.assay.store.inspect.LogScore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A log in a terminal. Whatever it says is hostile, names included, and shown escaped on one line.
final class LogText {

    private static final int NAME = 60;
    private static final int TEXT = 100;

    private final InspectLog log;
    private final int mostFailing;
    private final List<String> failing = new ArrayList<>();
    private long scored;
    private long excluded;
    private long errored;
    private long failed;

    LogText(InspectLog log, int mostFailing) {
        this.log = log;
        this.mostFailing = mostFailing;
    }

    List<String> lines() {
        InspectHeader header = log.header();
        log.forEachSample(this::count);
        List<String> lines = new ArrayList<>();
        lines.add(name(header.eval().task()) + "   " + name(header.eval().model()) + "   "
                + header.status().name().toLowerCase(Locale.ROOT) + "   "
                + header.eval().created());
        lines.add("");
        String dataset = header.eval().dataset().name();
        lines.add("  dataset   " + (dataset.isEmpty() ? "" : name(dataset) + ", ")
                + ProgressText.count(header.eval().dataset().samples(), "sample") + epochs(header));
        lines.add("  samples   " + (scored + excluded + errored) + " = " + scored + " scored + " + excluded
                + " excluded + " + errored + " errored" + missing(header));
        for (LogScore score : header.scores()) {
            String reducer =
                    header.eval().epochs() > 1 && !score.reducer().isEmpty() ? " (" + name(score.reducer()) + ")" : "";
            lines.add("  " + name(score.name()) + reducer + "   " + metrics(score));
        }
        header.stats()
                .modelUsage()
                .forEach((model, usage) -> lines.add("  tokens    " + name(model) + ": " + usage(usage)));
        if (header.stats().completedAt().isAfter(Instant.EPOCH)) {
            lines.add("  time      "
                    + Duration.between(
                                    header.stats().startedAt(), header.stats().completedAt())
                            .toSeconds()
                    + " s");
        }
        header.error().ifPresent(error -> lines.add("  error     " + Printable.line(error.message(), TEXT)));
        if (failed > 0 && mostFailing > 0) {
            lines.add("");
            lines.add("  " + ProgressText.count(failed, "sample") + " failed"
                    + (failed > failing.size() ? "; the first " + failing.size() : "") + ":");
            lines.addAll(failing);
        }
        return lines;
    }

    private void count(InspectSample stored) {
        EvalSample sample = stored.toEvalSample().sample();
        boolean any = sample.scores().values().stream().anyMatch(Score::isScored);
        if (sample.error().isPresent()) {
            errored++;
        } else if (any) {
            scored++;
        } else {
            excluded++;
        }
        boolean wrong = sample.error().isPresent()
                || sample.scores().values().stream().anyMatch(score -> score.isScored() && score.value() <= 0);
        if (wrong) {
            failed++;
            if (failing.size() < mostFailing) {
                failing.add(failing(sample));
            }
        }
    }

    private static String failing(EvalSample sample) {
        String id = name(sample.id()) + (sample.epoch() > 1 ? " epoch " + sample.epoch() : "");
        String why = sample.error()
                .map(error -> "error: " + Printable.line(error.message(), TEXT))
                .orElseGet(() -> "answered: "
                        + Printable.line(
                                sample.output()
                                        .map(output -> output.completion())
                                        .orElse(""),
                                TEXT)
                        + "   wanted: "
                        + Printable.line(String.join(" | ", sample.target().texts()), TEXT));
        return "    " + id + "   " + why;
    }

    private String missing(InspectHeader header) {
        long left = header.totalSamples() - scored - excluded - errored;
        return left > 0 ? "; " + left + " of " + header.totalSamples() + " are not in the log" : "";
    }

    private static String epochs(InspectHeader header) {
        return header.eval().epochs() > 1 ? " x " + header.eval().epochs() + " epochs" : "";
    }

    private static String metrics(LogScore score) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Double> metric : score.metrics().entrySet()) {
            text.append(name(metric.getKey()))
                    .append(' ')
                    .append(String.format(Locale.ROOT, "%.4g", metric.getValue()))
                    .append("   ");
        }
        return text.append("over ").append(score.scored()).toString();
    }

    private static String usage(ModelUsage usage) {
        return usage.inputTokens() + " in, " + usage.outputTokens() + " out";
    }

    private static String name(String text) {
        return Printable.line(text, NAME);
    }
}
