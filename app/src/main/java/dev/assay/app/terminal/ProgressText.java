package dev.assay.app.terminal;

import dev.assay.app.terminal.ClaimProgress.State;
import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Draws a run as lines of text, none longer than the terminal. Where a claim's line does not fit, its calls are
/// dropped
/// first, then its interval; under 80 columns both are.
public final class ProgressText {

    private static final int NARROW = 80;
    private static final int BAR_CELLS = 10;

    private final Style style;

    public ProgressText(Style style) {
        this.style = style;
    }

    /// What is shown of each claim.
    private enum Detail {
        ALL,
        NO_CALLS,
        NO_INTERVAL
    }

    /// Widths of the columns, in characters.
    private record Widths(int word, int id, int tally, int interval, int bar, int calls) {

        static Widths of(List<ClaimProgress> claims) {
            return new Widths(
                    widest(claims, claim -> claim.verdict().map(Verdict::word).orElse("running")),
                    widest(claims, ClaimProgress::id),
                    widest(claims, ClaimProgress::tally),
                    widest(claims, ClaimProgress::interval),
                    widest(claims, ClaimProgress::bar),
                    widest(claims, claim -> grouped(claim.calls())));
        }

        private static int widest(List<ClaimProgress> claims, java.util.function.Function<ClaimProgress, String> cell) {
            return claims.stream()
                    .mapToInt(claim -> cell.apply(claim).length())
                    .max()
                    .orElse(0);
        }

        int line(String indent, Detail detail) {
            int line = indent.length() + 2 + word + 2 + id + 2 + tally + 2 + 4 + bar;
            return switch (detail) {
                case ALL -> line + 3 + interval + 2 + calls + 6;
                case NO_CALLS -> line + 3 + interval;
                case NO_INTERVAL -> line;
            };
        }
    }

    /// A number of things: `1 sample`, `2,000 samples`.
    public static String count(long number, String word) {
        return grouped(number) + " " + word + (number == 1 ? "" : "s");
    }

    /// The whole block for a terminal of `columns` characters.
    public List<String> lines(RunProgress run, int columns) {
        boolean narrow = columns < NARROW;
        String indent = narrow ? "" : "  ";
        Widths widths = Widths.of(run.claims());
        Detail detail = detail(widths, indent, columns);
        List<String> lines = new ArrayList<>();
        lines.add(cut(head(run, narrow), columns));
        if (!narrow) {
            lines.add("");
        }
        int waiting = 0;
        for (ClaimProgress claim : run.claims()) {
            switch (claim.state()) {
                case DECIDED -> lines.add(indent + decided(claim, widths, detail));
                case RUNNING -> lines.add(cut(indent + running(claim, widths, narrow), columns));
                case WAITING -> waiting++;
            }
        }
        if (waiting > 0) {
            lines.add(indent + "  waiting  " + waiting + (waiting < run.claims().size() ? " more" : ""));
        }
        if (!run.note().isEmpty()) {
            lines.add(cut(indent + "  " + run.note(), columns));
        }
        if (!narrow) {
            lines.add("");
        }
        lines.add(cut(indent + foot(run, narrow), columns));
        return lines;
    }

    private static Detail detail(Widths widths, String indent, int columns) {
        if (columns < NARROW) {
            return Detail.NO_INTERVAL;
        }
        for (Detail detail : Detail.values()) {
            if (widths.line(indent, detail) <= columns) {
                return detail;
            }
        }
        return Detail.NO_INTERVAL;
    }

    private static String cut(String line, int columns) {
        return line.length() <= columns ? line : line.substring(0, Math.max(0, columns - 1)) + "…";
    }

    private static String head(RunProgress run, boolean narrow) {
        String head = Printable.line(run.target(), 40) + "   plan " + shortHash(run.planHash());
        if (!narrow) {
            head += "   seed " + run.seed() + "   " + claimCount(run.claims().size(), run.confidence());
        }
        return head;
    }

    private static String claimCount(int claims, double confidence) {
        String percent = String.format(Locale.ROOT, "%.1f %%", 100 * confidence).replace(".0 %", " %");
        return claims == 1 ? "one claim at " + percent : claims + " claims together at " + percent;
    }

    private String decided(ClaimProgress claim, Widths widths, Detail detail) {
        Verdict verdict = claim.verdict().orElseThrow();
        String mark = style.verdict(verdict, Style.glyph(verdict) + " " + padRight(verdict.word(), widths.word()));
        String line = mark + "  " + padRight(claim.id(), widths.id()) + "  " + padLeft(claim.tally(), widths.tally());
        if (detail != Detail.NO_INTERVAL) {
            line += "   " + padLeft(claim.interval(), widths.interval());
        }
        line += "  bar " + padLeft(claim.bar(), detail == Detail.NO_INTERVAL ? 1 : widths.bar());
        if (detail == Detail.ALL) {
            line += "  " + padLeft(grouped(claim.calls()), widths.calls()) + " calls";
        }
        return line;
    }

    private static String running(ClaimProgress claim, Widths widths, boolean narrow) {
        String line = "  " + padRight("running", widths.word()) + "  " + padRight(claim.id(), widths.id()) + "  "
                + padLeft(claim.tally(), widths.tally()) + "   " + bar(claim.fraction());
        if (!narrow && !claim.estimating()) {
            line += "   evidence " + evidence(claim.logEvidence()) + " of "
                    + String.format(Locale.ROOT, "%.0f", Math.exp(claim.logThreshold()));
        } else if (claim.estimating()) {
            line += "   failed; how often?";
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
        parts.add(grouped(run.calls())
                + (narrow ? " of " : " of at most ")
                + grouped(run.maxCalls())
                + (narrow ? "" : " calls"));
        if (!narrow && run.callsPerSecond() > 0) {
            parts.add(
                    String.format(Locale.ROOT, run.callsPerSecond() < 10 ? "%.1f/s" : "%.0f/s", run.callsPerSecond()));
        }
        parts.add(grouped(run.excluded()) + " skipped");
        parts.add(grouped(run.errored()) + " errored");
        boolean over = run.claims().stream().allMatch(claim -> claim.state() == State.DECIDED);
        if (run.callsPerSecond() > 0 && !over) {
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

    private static String padRight(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String padLeft(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
