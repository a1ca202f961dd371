package dev.assay.app.audit;

import dev.assay.app.ExitCode;
import dev.assay.app.RunFolder;
import dev.assay.app.terminal.ProgressText;
import dev.assay.app.terminal.Style;
import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.AuditReport.CallCounts;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The last lines of an audit: counts of claims, the findings worst first, counts of calls, where the report is, and
/// the next command.
final class ClosingText {

    private final Style style;
    private final boolean live;
    private final RunFolder folder;

    /// @param live whether glyphs may be used
    ClosingText(Style style, boolean live, RunFolder folder) {
        this.style = style;
        this.live = live;
        this.folder = folder;
    }

    List<String> lines(AuditReport report, ExitCode code, Optional<Truth> truth, Optional<Path> pdf) {
        return live ? block(report, truth, pdf) : plain(report, code, truth, pdf);
    }

    private List<String> block(AuditReport report, Optional<Truth> truth, Optional<Path> pdf) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(String.join(
                "     ",
                mark(
                        Verdict.FAIL,
                        count(report, Verdict.FAIL) + " of "
                                + claims(report.claims().size()) + " failed"),
                mark(Verdict.INCONCLUSIVE, count(report, Verdict.INCONCLUSIVE) + " inconclusive"),
                mark(Verdict.PASS, count(report, Verdict.PASS) + " passed")));
        lines.add("");
        List<ClaimResult> findings = findings(report);
        int width =
                findings.stream().mapToInt(claim -> claim.id().length()).max().orElse(0);
        for (ClaimResult claim : findings) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %s %-8s  %-" + width + "s   %s",
                    style.verdict(Verdict.FAIL, Style.glyph(Verdict.FAIL)),
                    claim.severity().word(),
                    claim.id(),
                    claim.title()));
        }
        if (!findings.isEmpty()) {
            lines.add("");
        }
        truth.ifPresent(known -> lines.add("  known   " + known(known)));
        lines.add("  " + calls(report));
        lines.add(
                "  report  " + folder.html() + pdf.map(file -> "   and " + file).orElse(""));
        lines.add("  next    " + next(report));
        return lines;
    }

    private List<String> plain(AuditReport report, ExitCode code, Optional<Truth> truth, Optional<Path> pdf) {
        List<String> lines = new ArrayList<>();
        lines.add("assay: " + overall(report) + ": " + count(report, Verdict.FAIL) + " of "
                + claims(report.claims().size()) + " failed, " + count(report, Verdict.INCONCLUSIVE) + " inconclusive, "
                + count(report, Verdict.PASS) + " passed");
        truth.ifPresent(known -> lines.add("assay: known: " + known(known)));
        lines.add("assay: " + calls(report));
        pdf.ifPresent(file -> lines.add("assay: pdf " + file));
        lines.add("assay: report " + folder.html() + ", exit " + code.code() + "   (" + report.replayCommand() + ")");
        lines.add("assay: next " + next(report));
        return lines;
    }

    private static String overall(AuditReport report) {
        if (count(report, Verdict.FAIL) > 0) {
            return "FAIL";
        }
        return count(report, Verdict.INCONCLUSIVE) > 0 ? "INCONCLUSIVE" : "PASS";
    }

    private String mark(Verdict verdict, String text) {
        return style.verdict(verdict, Style.glyph(verdict)) + " " + text;
    }

    private static String claims(int number) {
        return number == 1 ? "1 claim" : number + " claims";
    }

    private static long count(AuditReport report, Verdict verdict) {
        return report.claims().stream()
                .filter(claim -> claim.verdict() == verdict)
                .count();
    }

    private static List<ClaimResult> findings(AuditReport report) {
        return report.claims().stream()
                .filter(claim -> claim.verdict() == Verdict.FAIL)
                .sorted(Comparator.comparing(ClaimResult::severity).reversed())
                .toList();
    }

    private static String known(Truth truth) {
        var known = truth.demonstration();
        String text = known.planted().size() + " planted, " + known.found().size() + " found, "
                + known.falseAccusations().size() + " false accusations";
        return truth.undecided().isEmpty() ? text : text + ", undecided: " + String.join(", ", truth.undecided());
    }

    private static String calls(AuditReport report) {
        CallCounts calls = report.calls();
        int leftOut = report.exclusions().stream()
                .mapToInt(AuditReport.ExclusionCount::samples)
                .sum();
        String text = ProgressText.grouped(calls.total()) + " calls = " + ProgressText.grouped(calls.scored())
                + " scored + " + ProgressText.grouped(calls.excluded()) + " excluded + "
                + ProgressText.grouped(calls.errored()) + " errored";
        if (calls.speculative() > 0) {
            text += " + " + ProgressText.grouped(calls.speculative()) + " ahead of a stop";
        }
        text += "; " + ProgressText.grouped(calls.saved()) + " saved";
        return leftOut == 0 ? text : text + "; " + ProgressText.grouped(leftOut) + " samples skipped by rule";
    }

    private String next(AuditReport report) {
        String claim = findings(report).stream()
                .findFirst()
                .or(() -> report.claims().stream()
                        .filter(open -> open.verdict() == Verdict.INCONCLUSIVE)
                        .findFirst())
                .orElse(report.claims().getFirst())
                .id();
        return "./assay why " + claim + " --run " + folder.id();
    }
}
