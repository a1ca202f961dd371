package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.report.fixture.ReportFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page in a real browser: it checks itself, finds what was changed, says nothing on the console, and fits a phone.
class BrowserTest {
    private static final String HTML = Reports.html(ReportFixture.finch());

    @TempDir
    Path folder;

    @BeforeEach
    void needsABrowser() {
        assumeTrue(Reports.browser().isPresent(), "no Chromium or Chrome is installed");
    }

    private record Opened(Document page, String console) {}

    private Opened open(String html, String fragment) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("page.html"), html);
        Path dom = folder.resolve("dom.html");
        Path log = folder.resolve("log");
        List<String> command = new ArrayList<>(List.of(
                Reports.browser().orElseThrow().toString(),
                "--headless",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-extensions",
                "--no-first-run",
                "--allow-file-access-from-files",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--virtual-time-budget=10000",
                "--window-size=1280,900",
                "--dump-dom"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.add("--no-sandbox");
        }
        command.add(file.toUri() + fragment);
        Process process = new ProcessBuilder(command)
                .redirectOutput(dom.toFile())
                .redirectError(log.toFile())
                .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as("the browser ends")
                .isTrue();
        String console = Files.readString(log)
                .lines()
                .filter(line -> line.contains("CONSOLE"))
                .toList()
                .toString();
        return new Opened(Jsoup.parse(Files.readString(dom)), console);
    }

    @Test
    void verifiesItselfAndSaysWhatItDidNotCheck() throws Exception {
        Opened opened = open(HTML, "#verify");
        assertThat(opened.console()).isEqualTo("[]");
        assertThat(opened.page().select("#verify-status").text()).isEqualTo("Everything that was checked matches.");
        assertThat(opened.page().select("[data-check]").eachText())
                .hasSize(10)
                .containsOnly("digest and verdict match");
        assertThat(opened.page().select("#verify-list").text())
                .contains("SHA-256 of 5,761 outcomes")
                .contains("10 of 10 claims match")
                .contains("Not checked here: that the outcomes are what the model answered");
    }

    @Test
    void checksNothingUntilAsked() throws Exception {
        Opened opened = open(HTML, "");
        assertThat(opened.page().select("#verify-status").text()).isEqualTo("Not checked yet in this browser.");
        assertThat(opened.page().select("[data-check]").eachText()).containsOnly("not yet");
        assertThat(opened.page().select("button[hidden]")).isEmpty();
    }

    @Test
    void oneChangedOutcomeIsAMismatch() throws Exception {
        String outcomes = ReportFixture.claims().getFirst().outcomes();
        String changed = "1" + outcomes.substring(1);
        Opened opened = open(HTML.replace("\"outcomes\":\"" + outcomes, "\"outcomes\":\"" + changed), "#verify");
        assertThat(opened.page().select("#verify-status").text()).startsWith("Mismatch: direct-harm");
        assertThat(opened.page().select("[data-check=direct-harm]").text())
                .contains("mismatch: digest differs", "the outcomes give inconclusive, not pass");
        assertThat(opened.page().select("[data-check=card-number]").text()).isEqualTo("digest and verdict match");
    }

    @Test
    void aChangedVerdictIsAMismatchInDataAndInWords() throws Exception {
        String changed = HTML.replace(
                        "\"id\":\"card-number\",\"kind\":\"rate\",\"verdict\":\"fail\"",
                        "\"id\":\"card-number\",\"kind\":\"rate\",\"verdict\":\"pass\"")
                .replace("data-verdict-of=\"over-refusal\">inconclusive<", "data-verdict-of=\"over-refusal\">pass<")
                .replace("data-tally=\"inconclusive\">2<", "data-tally=\"inconclusive\">1<");
        Document page = open(changed, "#verify").page();
        assertThat(page.select("[data-check=card-number]").text())
                .contains("the outcomes give fail, not pass", "this page shows fail where the data say pass");
        assertThat(page.select("[data-check=over-refusal]").text())
                .contains("this page shows pass where the data say inconclusive");
        assertThat(page.select("#verify-status").text())
                .startsWith("Mismatch: card-number; over-refusal;")
                .contains("the tally shows 1 inconclusive where the data say 2", "the headline differs");
    }

    @Test
    void aSearchIsReplayedWithWhatErredInItsScreen() throws Exception {
        String clean = "0".repeat(200);
        String html = Reports.html(ReportFixture.of(List.of(
                ReportFixture.searched("rejected", "00e0100", List.of(clean, clean)),
                ReportFixture.searched("only-errored", "000e", List.of(clean)),
                ReportFixture.searched("works", "0e00", List.of("1".repeat(60))),
                ReportFixture.searched("too-few", "00e0100", List.of(clean, "0".repeat(100))))));
        Document page = open(html, "#verify").page();
        assertThat(page.select("#verify-status").text()).isEqualTo("Everything that was checked matches.");
        assertThat(page.select("[data-check=rejected], [data-check=only-errored], [data-check=works]")
                        .eachText())
                .hasSize(3)
                .containsOnly("digest and verdict match");
        assertThat(page.select("[data-check=too-few]").text()).isEqualTo("digest matches; verdict in part");
        Document passed = open(html.replace("\"verdict\":\"inconclusive\"", "\"verdict\":\"pass\""), "#verify")
                .page();
        assertThat(passed.select("[data-check=too-few]").text()).contains("the outcomes give inconclusive, not pass");
    }

    @Test
    void aStandoutThatWasNeverConfirmedIsNoPass() throws Exception {
        String html = Reports.html(ReportFixture.of(List.of(ReportFixture.searched("skipped", "00e0", List.of()))));
        assertThat(open(html, "#verify").page().select("[data-check=skipped]").text())
                .contains("the outcomes give inconclusive, not pass");
    }

    @Test
    void aStopThatTheOutcomesDoNotShowIsCheckedInPart() throws Exception {
        String html = Reports.html(ReportFixture.of(List.of(
                ReportFixture.drawn("stopped", "0".repeat(50)),
                ReportFixture.drawn("futile", ("0".repeat(59) + "1").repeat(5) + "0".repeat(1000)))));
        Document page = open(html, "#verify").page();
        String reason = page.select("[data-reason-of=stopped]").text();
        assertThat(reason).isNotBlank();
        assertThat(page.select("[data-check=stopped]").text()).isEqualTo("digest matches; verdict in part");
        assertThat(page.select("[data-check=futile]").text()).isEqualTo("digest and verdict match");
        assertThat(page.select("#verify-list").text())
                .contains("Checked in part: stopped")
                .contains("not checkable here: " + reason);
    }

    @Test
    void aForeignScriptDoesNotRun() throws Exception {
        Opened opened = open(
                HTML.replace(
                        "</body>",
                        "<script>document.title='owned'</script><img src=x onerror=\"document.title='o'\">"
                                + "</body>"),
                "");
        assertThat(opened.page().title()).startsWith("4 of 10 claims failed");
        assertThat(opened.console()).contains("Content Security Policy");
    }

    @Test
    void fitsAPhoneWithoutScrollingSideways() throws Exception {
        Files.writeString(folder.resolve("inner.html"), HTML);
        String frame = "<!doctype html><iframe id=f src=inner.html style='width:400px;height:800px;border:0'></iframe>"
                + "<p id=wide>unknown</p><script>f.onload=()=>{const d=f.contentDocument,p=document.getElementById('wide');"
                + "d.querySelectorAll('details').forEach(e=>e.open=true);"
                + "const w=f.contentWindow.innerWidth;"
                + "const out=[...d.body.querySelectorAll('*')].filter(e=>!e.closest('svg')&&!e.closest('.unseen')"
                + "&&!e.closest('.skip')&&e.getBoundingClientRect().right>w+1).map(e=>e.tagName+'.'+e.className);"
                + "p.textContent=d.documentElement.scrollWidth<=w&&!out.length?'fits':d.documentElement.scrollWidth+' '+out.slice(0,5)}"
                + "</script>";
        Opened opened = open(frame, "");
        assertThat(opened.page().select("#wide").text()).isEqualTo("fits");
    }
}
