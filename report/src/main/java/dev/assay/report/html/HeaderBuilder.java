package dev.assay.report.html;

import static dev.assay.report.html.Visible.line;
import static dev.assay.report.html.Visible.prose;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.AuditReport.CallCounts;
import dev.assay.core.audit.AuditReport.Demonstration;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.claim.Verdict;
import dev.assay.report.html.PageView.CallRow;
import dev.assay.report.html.PageView.Fact;
import dev.assay.report.html.PageView.Header;
import dev.assay.report.html.PageView.Method;
import dev.assay.report.html.PageView.MethodRow;
import dev.assay.report.html.PageView.Tally;
import dev.assay.report.html.PageView.Validity;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What surrounds the claims: the verdict header, the training line, method and validity.
final class HeaderBuilder {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final int NAMED = 5;

    private final AuditReport report;
    private final PageBuilder body;

    HeaderBuilder(AuditReport report, PageBuilder body) {
        this.report = report;
        this.body = body;
    }

    Header header() {
        int failed = body.failed().size();
        int all = report.claims().size();
        Verdict worst = failed > 0 ? Verdict.FAIL : body.undecided().isEmpty() ? Verdict.PASS : Verdict.INCONCLUSIVE;
        return new Header(
                line(report.target().name()),
                day(report.finished()),
                report.finished().atOffset(ZoneOffset.UTC).toLocalDate().toString(),
                worst,
                headline(),
                failed + " " + all,
                lede(),
                support(),
                List.of(
                        new Tally(Verdict.FAIL, failed),
                        new Tally(Verdict.INCONCLUSIVE, body.undecided().size()),
                        new Tally(Verdict.PASS, body.passed().size())),
                Figures.count(report.calls().total()) + (report.calls().total() == 1 ? " call" : " calls"),
                callsBar(),
                callRows(),
                facts());
    }

    /// The headline counts claims: `4 of 10 claims failed`.
    String headline() {
        int all = report.claims().size();
        String claims = all == 1 ? " claim" : " claims";
        if (!body.failed().isEmpty()) {
            return body.failed().size() + " of " + all + claims + " failed";
        }
        if (!body.undecided().isEmpty()) {
            return body.undecided().size() + " of " + all + claims + " undecided, none failed";
        }
        return all + " of " + all + claims + " passed";
    }

    private String lede() {
        List<String> deeds = body.failed().stream()
                .limit(NAMED)
                .map(claim -> Claims.inSentence(prose(claim.title())))
                .toList();
        if (deeds.isEmpty()) {
            return body.passed().isEmpty()
                    ? "Nothing was found and nothing could be ruled out: no claim was decided."
                    : "None of the behaviours that were looked for was found beyond its bar under these probes.";
        }
        int more = body.failed().size() - deeds.size();
        List<String> parts = new ArrayList<>(deeds);
        if (more > 0) {
            parts.add("does " + Figures.word(more) + " more of the things that were looked for");
        }
        return "This model " + joined(parts) + ".";
    }

    private static String joined(List<String> parts) {
        if (parts.size() < 3) {
            return String.join(" and ", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + ", and " + parts.getLast();
    }

    private String support() {
        int out = body.passed().size();
        int open = body.undecided().size();
        List<String> sentences = new ArrayList<>();
        if (out > 0) {
            sentences.add(Claims.capital(Figures.word(out))
                    + (out == 1
                            ? " behaviour was ruled out at its bar."
                            : " behaviours were ruled out at their bars."));
        }
        if (open > 0) {
            sentences.add(Claims.capital(Figures.word(open)) + " could not be decided.");
        }
        if (report.claims().size() > open) {
            sentences.add("All decided claims hold together with "
                    + Figures.plain(100 * (1 - report.plan().alpha())) + Figures.THIN + "% confidence.");
        }
        return String.join(" ", sentences);
    }

    private String callsBar() {
        CallCounts calls = report.calls();
        return ForestPlot.calls(
                new long[] {calls.scored(), calls.speculative(), calls.excluded(), calls.errored()},
                new String[] {"scored", "beyond", "excluded", "errored"});
    }

    private List<CallRow> callRows() {
        CallCounts calls = report.calls();
        List<CallRow> rows = new ArrayList<>();
        rows.add(new CallRow("scored", "scored", Figures.count(calls.scored())));
        if (calls.speculative() > 0) {
            rows.add(new CallRow("beyond", "made beyond a stop, not used", Figures.count(calls.speculative())));
        }
        rows.add(new CallRow("excluded", "excluded by rule", Figures.count(calls.excluded())));
        rows.add(new CallRow("errored", "errored", Figures.count(calls.errored())));
        return rows;
    }

    private List<Fact> facts() {
        return List.of(
                new Fact("Plan, fixed before the run", shortened(report.plan().hash()), true),
                new Fact("Target fingerprint", shortened(report.target().fingerprint()), true),
                new Fact(
                        "Calls saved by stopping early",
                        Figures.count(report.calls().saved()) + " of "
                                + Figures.count(report.plan().maxCalls()),
                        false),
                new Fact("Seed", Long.toString(report.plan().seed()), true),
                new Fact("Time", duration(Duration.between(report.started(), report.finished())), false));
    }

    /// The line of a target whose faults are known; empty for any other.
    Optional<String> training() {
        if (!report.target().trainingTarget()) {
            return Optional.empty();
        }
        String end = " Reports on real targets do not carry this line.";
        if (report.demonstration().isEmpty()) {
            return Optional.of("Its makers planted or left out faults on purpose." + end);
        }
        Demonstration known = report.demonstration().get();
        List<String> missed = known.planted().stream()
                .filter(id -> !known.found().contains(id))
                .map(Visible::line)
                .toList();
        StringBuilder text = new StringBuilder("Its planted faults are known: ");
        text.append(known.planted().size())
                .append(" planted, ")
                .append(known.found().size())
                .append(" found, ");
        text.append(known.falseAccusations().size());
        text.append(known.falseAccusations().size() == 1 ? " false accusation." : " false accusations.");
        if (!missed.isEmpty()) {
            text.append(" Not found: ").append(joined(missed)).append('.');
        }
        if (!known.falseAccusations().isEmpty()) {
            text.append(" Falsely accused: ");
            text.append(joined(PageBuilder.lines(known.falseAccusations()))).append('.');
        }
        if (!known.mayFail().isEmpty()) {
            text.append(" Too near the bar to demand a verdict: ");
            text.append(joined(PageBuilder.lines(known.mayFail()))).append('.');
        }
        return Optional.of(text.append(end).toString());
    }

    Method method() {
        int claims = report.plan().claimCount();
        String needed = Figures.count(Math.round(claims / report.plan().alpha()));
        String confidence = Figures.plain(100 * (1 - report.plan().alpha())) + Figures.THIN + "%";
        List<String> text = List.of(
                "Each claim is decided by a sequential test that stops as soon as the evidence suffices. Draws count in "
                        + "plan order, never in order of arrival. With " + Figures.word(claims)
                        + (claims == 1 ? " claim" : " claims") + " the evidence needed is " + needed
                        + " for each, so that all verdicts hold jointly at " + confidence + ".",
                "Excluded samples enter neither test. Errored ones count against a pass and not towards a fail. After a "
                        + "fail, fresh draws beyond the stop say how often; they never change the verdict.");
        List<Fact> facts = List.of(
                new Fact("Target", prose(report.target().description()), false),
                new Fact("Domain", line(report.plan().domain()), false),
                new Fact("Domain digest", shortened(report.plan().domainDigest()), true),
                new Fact("Temperature", Figures.plain(report.plan().temperature()), false),
                new Fact("Seed", Long.toString(report.plan().seed()), true),
                new Fact("Budget", Figures.count(report.plan().maxCalls()) + " calls", false));
        return new Method(
                text,
                facts,
                report.claims().stream().map(HeaderBuilder::methodRow).toList());
    }

    private static MethodRow methodRow(ClaimResult claim) {
        return new MethodRow(
                line(claim.id()),
                prose(claim.sampler()),
                prose(claim.detector()),
                Claims.bar(claim).substring("bar ".length()),
                Claims.draws(claim, claim.cap()));
    }

    Validity validity() {
        return new Validity(
                List.of(
                        new Fact("Target", line(report.target().name()), true),
                        new Fact("Fingerprint", shortened(report.target().fingerprint()), true),
                        new Fact("Plan", shortened(report.plan().hash()), true)),
                PageBuilder.lines(report.voids()));
    }

    /// The first eight hexadecimal digits in groups of four; anything else as it is, cut.
    static String shortened(String digest) {
        String bare = digest.startsWith("sha256:") ? digest.substring(7) : digest;
        if (bare.matches("[0-9a-fA-F]{16,}")) {
            return bare.substring(0, 4) + " " + bare.substring(4, 8);
        }
        String shown = line(digest);
        return shown.length() > 40 ? shown.substring(0, 39) + "\u2026" : shown;
    }

    static String day(Instant instant) {
        return DAY.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static String duration(Duration duration) {
        long seconds = Math.max(0, Math.round(duration.toMillis() / 1000.0));
        if (seconds < 120) {
            return seconds + Figures.THIN + "s";
        }
        return seconds < 7200
                ? seconds / 60 + Figures.THIN + "min " + seconds % 60 + Figures.THIN + "s"
                : seconds / 3600 + Figures.THIN + "h " + seconds % 3600 / 60 + Figures.THIN + "min";
    }
}
