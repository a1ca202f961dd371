package dev.assay.report.html;

import dev.assay.core.audit.AuditReport;
import dev.assay.report.ReportException;
import dev.assay.report.html.page.JtepageGenerated;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The report as one HTML page. It loads nothing, from the network or the disk: style, script and data are inside,
/// and its content security policy lets only them run. What a model or a server said is shown escaped, with hidden
/// characters named.
public final class HtmlReport {
    private HtmlReport() {}

    /// The page. Equal reports give equal pages.
    public static String render(AuditReport report) {
        PageBuilder body = new PageBuilder(report);
        HeaderBuilder header = new HeaderBuilder(report, body);
        String target = Visible.line(report.target().name());
        String plan = HeaderBuilder.shortened(report.plan().hash());
        String style = resource("page.css") + footer("Assay audit \u00b7 " + target + " \u00b7 plan " + plan);
        String script = resource("page.js");
        String policy = "default-src 'none'; style-src '" + hash(style) + "'; script-src '" + hash(script)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
        PageView view = new PageView(
                policy,
                style,
                script,
                EvidenceData.json(report),
                header.headline() + " \u00b7 " + target + " \u00b7 Assay",
                header.header(),
                header.training(),
                body.forest(),
                body.cards(),
                body.undecidedCards(),
                body.ruledOut(),
                body.figures(),
                header.method(),
                body.exclusions(),
                report.calls().excluded(),
                body.errors(),
                report.calls().errored(),
                PageBuilder.lines(report.limits()),
                PageBuilder.lines(report.plan().cannotBeShown()),
                header.validity(),
                body.evidence(),
                "Assay " + Visible.line(report.assayVersion()) + ", run " + Visible.line(report.runId()) + ", "
                        + HeaderBuilder.day(report.finished()));
        return draw(view);
    }

    /// Generated templates take null for "no interceptor", and do not say so.
    @SuppressWarnings("NullAway")
    private static String draw(PageView view) {
        StringOutput page = new StringOutput(1 << 16);
        JtepageGenerated.render(new OwaspHtmlTemplateOutput(page), null, view);
        return page.toString();
    }

    /// The running footer of printed pages. The words become a CSS string: all but plain characters are escaped.
    private static String footer(String words) {
        StringBuilder text = new StringBuilder();
        words.codePoints().forEach(character -> {
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || " .,:_-".indexOf(character) >= 0);
            text.append(plain ? Character.toString(character) : String.format("\\%06x ", character));
        });
        return "@page{@bottom-left{content:\"" + text
                + "\"}@bottom-right{content:counter(page) \" of \" counter(pages)}}\n";
    }

    private static String hash(String text) {
        return "sha256-" + Base64.getEncoder().encodeToString(EvidenceData.sha256(text));
    }

    private static String resource(String name) {
        try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new ReportException("Part " + name + " of the report is missing from this build: build again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ReportException("Part " + name + " of the report cannot be read: build again.", e);
        }
    }
}
