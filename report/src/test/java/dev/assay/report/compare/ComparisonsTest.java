package dev.assay.report.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.compare.GateOptions;
import dev.assay.core.compare.RegressionGate;
import dev.assay.core.compare.RunComparison;
import dev.assay.core.compare.ScoredRun;
import dev.assay.core.compare.ScoredSample;
import dev.assay.report.compare.Comparisons.Format;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ComparisonsTest {

    private static final String HOSTILE =
            "<img src=x onerror=alert(1)>|`@everyone [x](http://evil)\u0000\u001b[31m\u202e\n\ud800]]>";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static ScoredRun run(String name, IntToDoubleFunction exact, IntToDoubleFunction hostile) {
        List<ScoredSample> samples = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            samples.add(new ScoredSample(
                    i + HOSTILE,
                    1,
                    "",
                    "q" + i,
                    false,
                    Map.of("exact", exact.applyAsDouble(i), HOSTILE, hostile.applyAsDouble(i))));
        }
        return new ScoredRun(name, "task" + HOSTILE, "model" + HOSTILE, "print " + name, samples);
    }

    private final RunComparison comparison = new RegressionGate(GateOptions.DEFAULT)
            .compare(run("before", i -> 1, i -> i % 2), run("after", i -> i < 40 ? 0 : 1, i -> i % 2));

    @Test
    void markdownSaysWhatHappenedAndLetsNoNameBeMarkup() {
        String text = Comparisons.text(comparison, Format.MARKDOWN);
        assertThat(text)
                .startsWith("### ◆ Regression\n")
                .contains("| ◆ fail | <code>exact</code> | 1.000 | 0.800 | -0.200 |")
                .contains("● pass")
                .contains("40 samples became worse under <code>exact</code>")
                .contains("and 20 more")
                .contains("all verdicts together at 95 %; margin 0.050");
        assertThat(text).doesNotContain("<img", "`", "@everyone", "](http", "\u0000", "\u001b", "\u202e", "\ud800");
        assertThat(text.lines().filter(line -> line.startsWith("| ")))
                .allMatch(line -> line.chars().filter(unit -> unit == '|').count() == 9);
    }

    @Test
    void junitHasATestAScorer() throws Exception {
        String text = Comparisons.text(comparison, Format.JUNIT);
        Element suite = (Element) DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)))
                .getElementsByTagName("testsuite")
                .item(0);
        assertThat(suite.getAttribute("tests")).isEqualTo("2");
        assertThat(suite.getAttribute("failures")).isEqualTo("1");
        assertThat(suite.getAttribute("errors")).isEqualTo("0");
        assertThat(suite.getElementsByTagName("testcase").getLength()).isEqualTo(2);
        Element failure = (Element) suite.getElementsByTagName("failure").item(0);
        assertThat(((Element) failure.getParentNode()).getAttribute("name")).isEqualTo("exact");
        assertThat(failure.getAttribute("message")).contains("a drop is shown");
    }

    @Test
    void whatCouldNotBeDecidedIsNoGreenTest() {
        RunComparison open = new RegressionGate(new GateOptions(0.001, 0.05, false, 1))
                .compare(run("before", i -> 1, i -> 1), run("after", i -> 1, i -> 1));
        assertThat(Comparisons.text(open, Format.JUNIT)).contains("errors=\"2\"", "type=\"inconclusive\"");
        assertThat(Comparisons.text(open, Format.MARKDOWN)).startsWith("### □ Neither");
        JsonNode sarif = JSON.readTree(Comparisons.text(open, Format.SARIF));
        assertThat(sarif.at("/runs/0/results/0/kind").asString()).isEqualTo("open");
        assertThat(sarif.at("/runs/0/results/0/level").asString()).isEqualTo("none");
    }

    @Test
    void sarifNamesRulesAndLogicalPlaces() {
        JsonNode run = JSON.readTree(Comparisons.text(comparison, Format.SARIF)).at("/runs/0");
        assertThat(run.at("/results").size()).isEqualTo(2);
        JsonNode failed = run.at("/results")
                .valueStream()
                .filter(result -> result.get("kind").asString().equals("fail"))
                .findFirst()
                .orElseThrow();
        assertThat(failed.get("level").asString()).isEqualTo("error");
        int rule = failed.get("ruleIndex").asInt();
        assertThat(run.at("/tool/driver/rules/" + rule + "/id").asString())
                .isEqualTo(failed.get("ruleId").asString());
        assertThat(failed.at("/locations/0/logicalLocations/0/name").asString()).isEqualTo("exact");
        assertThat(failed.at("/properties/lostSamples").size()).isEqualTo(40);
    }

    @Test
    void jsonHasEveryFigure() {
        JsonNode root = JSON.readTree(Comparisons.text(comparison, Format.JSON));
        assertThat(root.get("schema").asString()).isEqualTo("assay.comparison/1");
        assertThat(root.get("verdict").asString()).isEqualTo("fail");
        JsonNode score = root.get("scores")
                .valueStream()
                .filter(each -> each.get("scorer").asString().equals("exact"))
                .findFirst()
                .orElseThrow();
        assertThat(score.get("difference").asDouble()).isCloseTo(-0.2, within(1e-12));
        assertThat(score.get("correlation").isNull()).isTrue(); // the baseline does not vary
        assertThat(score.at("/pairing/paired").asInt()).isEqualTo(200);
        assertThat(score.get("p_worse_holm").asDouble()).isLessThan(1e-8);
    }

    @Test
    void writesWholeFiles(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("new/comparison.md");
        Comparisons.write(comparison, Format.MARKDOWN, file);
        assertThat(Files.readString(file)).isEqualTo(Comparisons.text(comparison, Format.MARKDOWN));
    }
}
