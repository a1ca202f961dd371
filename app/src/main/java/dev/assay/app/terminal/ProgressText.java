package dev.assay.app.terminal;

import dev.assay.app.terminal.ClaimProgress.State;
import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a run as lines of text. Under 100 columns the calls of each claim are dropped, under 80 its interval too.
public final class ProgressText {

    private static final int NARROW = 80;
    private static final int WIDE = 100;
    private static final int BAR_CELLS = 10;

    private final Style style;

    public ProgressText(Style style) {
        this.style = style;
    }

    /// The whole block for a terminal of `columns` characters; no line is longer.
    public List<String> lines(RunProgress run, int columns) {
        boolean narrow = columns < NARROW;
        String indent = narrow ? "" : "  ";
        List<String> lines = new ArrayList<>();
        lines.add(head(run, narrow));
        if (!narrow) {
            lines.add("");
        }
        int idWidth = run.claims().stream().mapToInt(claim -> claim.id().length()).max().orElse(0);
        int waiting = 0;
        for (ClaimProgress claim : run.claims()) {
            switch (claim.state()) {
                case DECIDED -> lines.add(indent + decided(claim, idWidth, columns));
                case RUNNING -> lines.add(indent + running(claim, idWidth, narrow));
                case WAITING -> waiting++;
            }
        }
        if (waiting > 0) {
            lines.add(indent + "  waiting  " + waiting + (decidedCount(run) + waiting < run.claims().size() ? " more" : ""));
        }
        if (!run.note().isEmpty()) {
            lines.add(indent + "  " + run.note());
        }
        if (!narrow) {
            lines.add("");
        }
        lines.add(indent + foot(run, narrow));
        return lines;
    }

    private static long decidedCount(RunProgress run) {
        return run.claims().stream().filter(claim -> claim.state() == State.DECIDED).count();
    }

    private static String head(RunProgress run, boolean narrow) {
        String head = Printable.line(run.target(), 40) + "   plan " + shortHash(run.planHash());
        if (!narrow) {
            head += "   seed " + run.seed() + "   " + claimCount(run.claims().size(), run.confidence());
        }
        return head;
    }

    private static String claimCount(int claims, double confidence) {
        String percent = Math.round(confidence * 1000) / 10.0 + " %";
        percent = percent.replace(".0 %", " %");
        return claims == 1 ? "one claim at " + percent : claims + " claims together at " + percent;
    }

    private String decided(ClaimProgress claim, int idWidth, int columns) {
        boolean narrow = columns < NARROW;
        Verdict verdict = claim.verdict().orElseThrow();
        String word = narrow && verdict == Verdict.INCONCLUSIVE ? "open" : verdict.word();
        String mark = style.verdict(verdict, Style.glyph(verdict) + " " + padRight(word, narrow ? 7 : 12));
        String line = mark + "  " + padRight(claim.id(), idWidth) + "  " + padLeft(claim.tally(), 12);
        if (!narrow) {
            line += "   " + padLeft(claim.interval(), 16);
        }
        line += "   bar " + padLeft(claim.bar(), narrow ? 1 : 4);
        if (columns >= WIDE) {
            line += "   " + padLeft(grouped(claim.calls()), 5) + " calls";
        }
        return line;
    }

    private static String running(ClaimProgress claim, int idWidth, boolean narrow) {
        String line = "  " + padRight("running", narrow ? 7 : 12) + "  " + padRight(claim.id(), idWidth) + "  "
                + padLeft(claim.tally(), 12) + "   " + bar(claim.fraction());
        if (!narrow) {
            line += "   evidence " + evidence(claim.logEvidence()) + " of "
                    + String.format(Locale.ROOT, "%.0f", Math.exp(claim.logThreshold()));
        }
        return line;
    }

    private static String evidence(double logEvidence) {
        double value = Math.exp(Math.min(logEvidence, 20));
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }

    private static String bar(double fraction) {
        int filled = (int) Math.floor(fraction * BAR_CELLS);
        return "[" + "#".repeat(filled) + "-".repeat(BAR_CELLS - filled) + "]";
    }

    private static String foot(RunProgress run, boolean narrow) {
        List<String> parts = new ArrayList<>();
        parts.add(grouped(run.calls()) + (narrow ? " of " : " of at most ") + grouped(run.maxCalls())
                + (narrow ? "" : " calls"));
        if (!narrow && run.callsPerSecond() > 0) {
            parts.add(String.format(Locale.ROOT, run.callsPerSecond() < 10 ? "%.1f/s" : "%.0f/s", run.callsPerSecond()));
        }
        parts.add(grouped(run.excluded()) + " excluded");
        parts.add(grouped(run.errored()) + " errored");
        if (run.callsPerSecond() > 0) {
            long seconds = (long) Math.ceil((run.maxCalls() - run.calls()) / run.callsPerSecond());
            parts.add((narrow ? "" : "at most ") + duration(Math.max(0, seconds)) + " left");
        }
        return String.join("   ", parts);
    }

    /// `67 s`, `12 min` or `3 h 20 min`.
    public static String duration(long seconds) {
        if (seconds < 120) {
            return seconds + " s";
        }
        long minutes = (seconds + 59) / 60;
        return minutes < 120 ? minutes + " min" : minutes / 60 + " h " + minutes % 60 + " min";
    }

    /// The first eight digits of a hash, in two groups.
    public static String shortHash(String hash) {
        return hash.length() < 8 ? hash : hash.substring(0, 4) + " " + hash.substring(4, 8);
    }

    /// `12,280`.
    public static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
