package dev.assay.report.html;

import static dev.assay.report.html.Visible.line;
import static dev.assay.report.html.Visible.prose;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.audit.Severity;
import dev.assay.core.claim.ClaimKind;
import dev.assay.core.claim.Verdict;
import dev.assay.report.html.PageView.Card;
import dev.assay.report.html.PageView.Cell;
import dev.assay.report.html.PageView.Counted;
import dev.assay.report.html.PageView.Evidence;
import dev.assay.report.html.PageView.EvidenceRow;
import dev.assay.report.html.PageView.FigureView;
import dev.assay.report.html.PageView.Forest;
import dev.assay.report.html.PageView.NamedDigest;
import dev.assay.report.html.PageView.Row;
import dev.assay.report.html.PageView.RuledOut;
import dev.assay.report.html.PageView.TranscriptView;
import dev.assay.report.html.PageView.Undecided;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The body of the page from the report: forest plot, cards, tables, figures.
final class PageBuilder {
    private static final int FIGURES = 2;

    private final AuditReport report;
    private final List<ClaimResult> failed;
    private final List<ClaimResult> undecided;
    private final List<ClaimResult> passed;

    PageBuilder(AuditReport report) {
        this.report = report;
        failed = of(Verdict.FAIL).stream()
                .sorted(Comparator.comparing(ClaimResult::severity, Comparator.reverseOrder()))
                .toList();
        undecided = of(Verdict.INCONCLUSIVE);
        passed = of(Verdict.PASS);
    }

    private List<ClaimResult> of(Verdict verdict) {
        return report.claims().stream()
                .filter(claim -> claim.verdict() == verdict)
                .toList();
    }

    List<ClaimResult> failed() {
        return failed;
    }

    List<ClaimResult> undecided() {
        return undecided;
    }

    List<ClaimResult> passed() {
        return passed;
    }

    Forest forest() {
        List<Row> rows = new ArrayList<>();
        for (List<ClaimResult> group : List.of(failed, undecided, passed)) {
            for (ClaimResult claim : group) {
                rows.add(row(claim, claim == group.getFirst() && !rows.isEmpty()));
            }
        }
        int number = report.claims().size();
        String heading = Claims.capital(Figures.word(number)) + (number == 1 ? " claim" : " claims") + ", one scale";
        return new Forest(heading, ForestPlot.axis(), rows, notes());
    }

    private static Row row(ClaimResult claim, boolean group) {
        double value = Claims.withoutRate(claim)
                ? claim.verdict() == Verdict.PASS ? 0 : Double.NaN
                : claim.estimate().value();
        long made = claim.calls().total();
        long saved = claim.calls().saved();
        return new Row(
                line(claim.id()),
                prose(claim.title()),
                Claims.kind(claim) + " \u00b7 " + Claims.bar(claim),
                claim.verdict(),
                group,
                ForestPlot.row(claim.verdict(), claim.bar(), value, Claims.low(claim), Claims.high(claim)),
                Claims.rate(claim),
                Claims.interval(claim),
                Figures.count(made),
                Figures.count(saved) + " saved",
                ForestPlot.usage(made + saved == 0 ? 0 : (double) made / (made + saved)));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        boolean gaps = report.claims().stream().anyMatch(claim -> claim.kind() == ClaimKind.PAIRED);
        if (gaps) {
            notes.add("Paired gaps are in points; the arrow means the interval goes below 0.");
        }
        boolean sets = report.claims().stream().anyMatch(Claims::withoutRate);
        if (sets) {
            notes.add("A claim on a set of candidates has no rate unless one of them is confirmed.");
        }
        for (ClaimResult claim : report.claims()) {
            if (claim.verdict() == Verdict.PASS && Claims.high(claim) > claim.bar()) {
                notes.add("The two-sided interval of " + line(claim.id())
                        + " reaches past its bar; the verdict is that of its test, which looks at one side at a time.");
            }
            if (claim.verdict() == Verdict.FAIL && Claims.low(claim) <= claim.bar()) {
                notes.add("The interval of " + line(claim.id())
                        + " reaches its bar: it was drawn on fewer, fresh draws than the verdict.");
            }
        }
        return notes;
    }

    List<Card> cards() {
        List<Card> cards = new ArrayList<>();
        for (ClaimResult claim : failed) {
            cards.add(card(claim, cards.size() + 1));
        }
        return cards;
    }

    private Card card(ClaimResult claim, int number) {
        Optional<FigureView> survival = claim.survival()
                .filter(curve -> !curve.steps().isEmpty())
                .map(curve -> Charts.survival(claim, curve.steps()));
        List<TranscriptView> transcripts =
                claim.worst().stream().map(Transcripts::view).toList();
        return new Card(
                line(claim.id()),
                "finding-" + number,
                number,
                claim.severity(),
                claim.verdict(),
                prose(claim.title()),
                prose(claim.meaning()),
                List.of(
                        new Cell(Claims.rateName(claim), Claims.rate(claim), true, rateLines(claim)),
                        Powers.sampling(claim),
                        Powers.elicitation(claim)),
                survival,
                transcripts.stream().findFirst(),
                transcripts.stream().skip(1).toList(),
                lines(claim.limits()),
                lines(report.voids()),
                prose(claim.reason()),
                line(claim.whyCommand()));
    }

    private List<String> rateLines(ClaimResult claim) {
        List<String> lines = new ArrayList<>(Claims.rateLines(claim));
        long errored = report.errors().stream()
                .filter(count -> count.claim().equals(claim.id()))
                .mapToLong(AuditReport.ErrorCount::samples)
                .sum();
        if (errored > 0) {
            lines.add(Figures.count(errored) + (errored == 1 ? " more sample" : " more samples")
                    + " of this claim errored; the interval holds whatever their outcome would have been.");
        }
        return lines;
    }

    List<Undecided> undecidedCards() {
        return undecided.stream().map(this::undecidedCard).toList();
    }

    private Undecided undecidedCard(ClaimResult claim) {
        String rate = Claims.withoutRate(claim)
                ? Claims.capital(Claims.count(claim)) + "."
                : Claims.nothingMeasured(claim)
                        ? "Nothing was measured; " + Claims.bar(claim) + "."
                        : Claims.rate(claim) + ", interval " + Claims.interval(claim) + ", " + Claims.bar(claim) + ". "
                                + Claims.capital(Claims.count(claim)) + ".";
        List<String> notes = new ArrayList<>();
        notes.add("Sampling power: " + prose(claim.power().sentence()));
        Cell elicitation = Powers.elicitation(claim);
        notes.add("Elicitation power: " + (elicitation.known() ? "" : "not known. ")
                + (elicitation.known() && !elicitation.figure().isEmpty() ? elicitation.figure() + " " : "")
                + String.join(" ", elicitation.lines()));
        notes.addAll(lines(claim.limits()));
        return new Undecided(
                line(claim.id()),
                claim.verdict(),
                prose(claim.title()),
                rate + " " + prose(claim.reason()),
                prose(claim.toDecide()),
                notes,
                line(claim.whyCommand()));
    }

    List<RuledOut> ruledOut() {
        return passed.stream()
                .map(claim -> new RuledOut(
                        line(claim.id()),
                        prose(claim.title()),
                        prose(claim.sampler()),
                        lines(claim.limits()),
                        claim.kind() == ClaimKind.PAIRED
                                ? Figures.points(claim.estimate().value()) + ", " + Claims.count(claim)
                                : Claims.count(claim).replace(" attempts", ""),
                        Claims.ruledOut(claim),
                        Powers.elicitationShort(claim)))
                .toList();
    }

    /// Up to two claims' power, on bars or kinds that differ, and up to two claims' evidence: one that shows how a
    /// verdict survived or gathered hits, and one of another verdict.
    List<FigureView> figures() {
        List<ClaimResult> byInterest = new ArrayList<>();
        passed.stream().filter(claim -> claim.estimate().decidingHits() > 0).forEach(byInterest::add);
        byInterest.addAll(failed);
        byInterest.addAll(undecided);
        byInterest.addAll(passed);
        List<FigureView> figures = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ClaimResult claim : byInterest) {
            boolean rates = claim.kind() == ClaimKind.RATE || claim.kind() == ClaimKind.PAIRED;
            boolean drawable = rates && claim.power().curve().size() > 2;
            if (drawable && seen.size() < FIGURES && seen.add(claim.kind() + " " + claim.bar())) {
                figures.add(Charts.power(claim));
            }
        }
        Set<Verdict> verdicts = new HashSet<>();
        for (ClaimResult claim : byInterest) {
            boolean drawable =
                    claim.kind() != ClaimKind.EXISTENCE && claim.evidence().size() > 1;
            if (drawable && verdicts.size() < FIGURES && verdicts.add(claim.verdict())) {
                figures.add(Charts.evidence(claim));
            }
        }
        return figures;
    }

    Evidence evidence() {
        List<EvidenceRow> rows = report.claims().stream()
                .map(claim -> new EvidenceRow(
                        line(claim.id()), Figures.count(claim.outcomes().length()), groups(claim.digest())))
                .toList();
        return new Evidence(
                groups(EvidenceData.digest(report.claims())),
                List.of(
                        new NamedDigest("Plan", groups(report.plan().hash())),
                        new NamedDigest("Domain", groups(report.plan().domainDigest())),
                        new NamedDigest("Target", groups(report.target().fingerprint()))),
                line(report.replayCommand()),
                rows);
    }

    List<Counted> exclusions() {
        return report.exclusions().stream()
                .map(count -> new Counted(prose(count.rule()), line(count.claim()), Figures.count(count.samples())))
                .toList();
    }

    List<Counted> errors() {
        return report.errors().stream()
                .map(count -> new Counted(prose(count.reason()), line(count.claim()), Figures.count(count.samples())))
                .toList();
    }

    static List<String> lines(List<String> all) {
        return all.stream().map(Visible::prose).toList();
    }

    /// Groups of eight digits; what is no digest stays whole.
    static List<String> groups(String digest) {
        if (!digest.matches("[0-9a-fA-F]{32,}")) {
            return List.of(line(digest));
        }
        List<String> groups = new ArrayList<>();
        for (int at = 0; at < digest.length(); at += 8) {
            groups.add(line(digest.substring(at, Math.min(digest.length(), at + 8))));
        }
        return groups;
    }

    /// How many of the four boxes are filled.
    static int boxes(Severity severity) {
        return severity.ordinal() + 1;
    }
}
