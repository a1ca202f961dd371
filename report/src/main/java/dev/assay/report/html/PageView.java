package dev.assay.report.html;

import dev.assay.core.audit.Severity;
import dev.assay.core.claim.Verdict;
import dev.assay.report.html.Visible.Piece;
import java.util.List;
import java.util.Optional;

/// What the templates draw: every string is ready to be shown, and escaped by them. Strings named `svg` are markup
/// made by {@link SvgChart} and {@link ForestPlot} from numbers and escaped words.
public record PageView(
        String policy,
        String style,
        String script,
        String data,
        String title,
        Header header,
        Optional<String> training,
        Forest forest,
        List<Card> findings,
        List<Undecided> undecided,
        List<RuledOut> ruledOut,
        List<FigureView> figures,
        Method method,
        List<Counted> exclusions,
        long excluded,
        List<Counted> errors,
        long errored,
        List<String> limits,
        List<String> cannotBeShown,
        Validity validity,
        Evidence evidence,
        String footer) {

    /// @param target what was audited
    /// @param date day on which the audit ended
    /// @param isoDate the same for machines
    /// @param verdict the worst verdict, drawn beside the headline
    /// @param headline counts claims
    /// @param headlineData failed and all claims, for the check in the page
    /// @param lede what failed, or what was ruled out
    /// @param support the rest of the claims and the confidence
    public record Header(
            String target,
            String date,
            String isoDate,
            Verdict verdict,
            String headline,
            String headlineData,
            String lede,
            String support,
            List<Tally> tally,
            String calls,
            String callsBar,
            List<CallRow> callRows,
            List<Fact> facts) {}

    public record Tally(Verdict verdict, int number) {}

    /// @param style class of the swatch
    public record CallRow(String style, String name, String number) {}

    /// @param code whether the value is an identifier, set in monospace
    public record Fact(String name, String value, boolean code) {}

    /// @param notes sentences below the plot
    public record Forest(String heading, String axis, List<Row> rows, List<String> notes) {}

    /// @param group whether a group of verdicts begins here
    public record Row(
            String id,
            String title,
            String about,
            Verdict verdict,
            boolean group,
            String svg,
            String rate,
            String interval,
            String calls,
            String saved,
            String usage) {}

    public record Cell(String name, String figure, boolean known, List<String> lines) {}

    public record Card(
            String id,
            String anchor,
            int number,
            Severity severity,
            Verdict verdict,
            String title,
            String meaning,
            List<Cell> cells,
            Optional<FigureView> survival,
            Optional<TranscriptView> worst,
            List<TranscriptView> more,
            List<String> limits,
            List<String> voids,
            String reason,
            String replay) {}

    public record Undecided(
            String id,
            Verdict verdict,
            String title,
            String text,
            String toDecide,
            List<String> notes,
            String replay) {}

    public record RuledOut(
            String id,
            String title,
            String tried,
            List<String> limits,
            String seen,
            String ruledOut,
            String elicitation) {}

    /// @param table the chart's text equivalent: a heading row and rows of cells
    public record FigureView(
            String title,
            Optional<String> code,
            String titleEnd,
            String caption,
            String axis,
            String svg,
            List<String> columns,
            List<List<String>> table) {}

    /// @param key the sample's key in the journal
    public record TranscriptView(String key, List<Turn> turns, String note) {}

    /// @param speaker empty for a note of ours, which then stands alone
    public record Turn(String speaker, List<Piece> pieces) {}

    /// @param claims what each claim draws and counts
    public record Method(List<String> text, List<Fact> facts, List<MethodRow> claims) {}

    public record MethodRow(String id, String sampler, String detector, String bar, String cap) {}

    public record Counted(String rule, String claim, String samples) {}

    public record Validity(List<Fact> facts, List<String> voids) {}

    /// @param digest of all claims together, in groups of eight digits
    /// @param others digests of what was fixed before the run
    /// @param rerun command that repeats the run
    public record Evidence(List<String> digest, List<NamedDigest> others, String rerun, List<EvidenceRow> rows) {}

    public record NamedDigest(String name, List<String> groups) {}

    /// @param digest groups of eight hexadecimal digits
    public record EvidenceRow(String id, String outcomes, List<String> digest) {}
}
