package dev.assay.report.html;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.core.audit.AuditReport;
import dev.assay.core.audit.ClaimResult;
import dev.assay.core.audit.ClaimResult.Transcript;
import dev.assay.core.journal.SampleRecord.Span;
import dev.assay.core.model.ChatMessage;
import dev.assay.report.fixture.ReportFixture;
import dev.assay.report.json.JsonReport;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a model, a server or a file says, the page keeps its elements, its script and its direction.
class HostileTextTest {
    private static final Document PLAIN = Jsoup.parse(HtmlReport.render(hostile("plain words")));

    static List<String> texts() {
        return List.of(
                "<script>alert(1)</script>",
                "</script><script>alert(1)</script>",
                "</style><img src=x onerror=alert(1)>",
                "\"><svg onload=alert(1)>",
                "' onfocus='alert(1)' autofocus='",
                "<!--",
                "]]>",
                "${7*7} #{x} @import",
                "\\\"; } body { display: none } /*",
                "javascript:alert(1)",
                "\u001b[2J\u001b]0;owned\u0007",
                "\u202Egnp.exe\u2066\u2067\u2069",
                "a\u0000b",
                "\ud800 \udfff \uffff",
                "Z\u0351\u0351\u0351\u0351\u0351\u0351\u0351\u0351",
                "\u200b\u2028\u2029\ufeff\u00ad",
                "%s %n {0} \\u003c",
                "");
    }

    private static AuditReport hostile(String text) {
        AuditReport report = ReportFixture.finch();
        Transcript transcript = new Transcript(
                text,
                text,
                List.of(
                        List.of(ChatMessage.system(text), ChatMessage.user(text), ChatMessage.assistant(text)),
                        List.of(ChatMessage.user(text), ChatMessage.assistant(text))),
                List.of(new Span(0, 2, 0, Math.max(0, text.length() - 1)), new Span(9, 9, 9, 9)),
                true);
        List<ClaimResult> claims = report.claims().stream()
                .map(claim -> Variants.words(claim, text, List.of(transcript, transcript)))
                .toList();
        return Variants.words(report, text, claims);
    }

    @ParameterizedTest
    @MethodSource("texts")
    void theElementsOfThePageStayTheSame(String text) {
        Document plain = PLAIN;
        Document page = Jsoup.parse(HtmlReport.render(hostile(text)));
        for (String kind :
                List.of("script", "style", "img", "iframe", "form", "link", "meta", "article", "section", "h2")) {
            assertThat(page.select(kind)).as(kind).hasSameSizeAs(plain.select(kind));
        }
        assertThat(page.select("[onerror], [onload], [onfocus], [autofocus], [href^=javascript]"))
                .isEmpty();
        assertThat(requireNonNull(page.select("script").last()).data())
                .isEqualTo(requireNonNull(plain.select("script").last()).data());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void noHiddenCharacterReachesThePage(String text) {
        String html = HtmlReport.render(hostile(text));
        assertThat(html.codePoints().filter(character -> character != '\n'))
                .noneMatch(character -> Character.isISOControl(character)
                        || Character.getType(character) == Character.FORMAT
                        || Character.getType(character) == Character.SURROGATE
                        || Character.getType(character) == Character.LINE_SEPARATOR
                        || Character.getType(character) == Character.PARAGRAPH_SEPARATOR);
    }

    @Test
    void directionMarksAreShownByName() {
        Document page = Jsoup.parse(HtmlReport.render(hostile("good\u202Edab")));
        assertThat(page.select(".said .named").eachText()).contains("U+202E");
        assertThat(page.expectFirst(".card h3").text()).isEqualTo("good[U+202E]dab");
    }

    @Test
    void tenMegabytesOfAnswerStayShort() {
        String text = "<b>\u0000".repeat(2_500_000);
        String html = HtmlReport.render(hostile(text));
        assertThat(html.length()).isLessThan(4_000_000);
        assertThat(Jsoup.parse(html).expectFirst(".said .cut").text()).contains("characters left out");
    }

    @Test
    void theEmbeddedDataCannotCloseTheirScript() {
        ClaimResult claim = ReportFixture.claims().getFirst();
        ClaimResult hostile = new ClaimResult(
                "</script><b>&",
                claim.kind(),
                claim.title(),
                claim.meaning(),
                claim.severity(),
                claim.bar(),
                claim.verdict(),
                claim.estimate(),
                claim.turns(),
                claim.calls(),
                claim.cap(),
                claim.power(),
                claim.elicitation(),
                claim.reason(),
                "",
                "",
                "",
                "",
                List.of(),
                List.of(),
                claim.evidence(),
                claim.survival(),
                "</script>",
                List.of(),
                "</script>",
                "",
                claim.rule(),
                List.of(),
                0);
        String data = EvidenceData.json(ReportFixture.of(List.of(hostile)));
        assertThat(data)
                .doesNotContain("<")
                .doesNotContain(">")
                .doesNotContain("&")
                .matches("\\p{ASCII}+");
    }

    @ParameterizedTest
    @MethodSource("texts")
    void theJsonIsAsciiWithoutControlCharactersAndReadsBack(String text) {
        AuditReport report = hostile(text);
        String json = JsonReport.write(report);
        assertThat(json.chars()).allMatch(character -> character == '\n' || character >= 0x20 && character < 0x7f);
        assertThat(JsonReport.read(json)).isEqualTo(report);
    }
}
