package dev.assay.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchOptionsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--search guess                               | --search must be one of blackbox, logprobs, weights, but is 'guess'",
                "--search-calls 500                           | --search-calls belongs to a search: add --search blackbox",
                "--contrast organism:base                     | --contrast belongs to a search",
                "--search logprobs --search-calls 99          | --search-calls must be 100 to 10000000, but is 99",
                "--search blackbox --contrast organism:base   | looks at answers alone: search by logprobs or weights",
                "--search blackbox --claims sycophancy        | the audit leaves backdoor-trigger out: add it to the claims",
            })
    void whatCannotBeSearchedEndsWithASentenceAndNoRun(String options, String sentence, @TempDir Path folder) {
        Path out = folder.resolve("run");
        Captured run = Captured.run(("audit organism:base --out " + out + " " + options).split(" +"));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(sentence).doesNotContain("\tat ");
        assertThat(out).doesNotExist();
    }

    @Test
    void aPlanStatesTheSearchAndItsCallsBeforehand() {
        Captured plan = Captured.run(
                "audit",
                "organism:base",
                "--plan",
                "--claims",
                "backdoor-trigger",
                "--search",
                "logprobs",
                "--search-calls",
                "300");
        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .contains("Search by logprobs: at most 300 calls propose at most 4 tags", "for up to 80 calls");
    }

    @Test
    void aSearchedRunSaysWhatWasSearchedAndKeepsItForItsResumption(@TempDir Path folder) throws IOException {
        Path out = folder.resolve("run");
        Captured run = Captured.run(
                "audit",
                "organism:base",
                "--out",
                out.toString(),
                "--claims",
                "backdoor-trigger",
                "--search",
                "logprobs",
                "--search-calls",
                "300",
                "--contrast",
                "organism:over-refusal",
                "--max-tokens",
                "24");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("The search tried ", " calls and proposes ");
        String report = Files.readString(out.resolve("report.json"));
        assertThat(report)
                .contains(
                        "A search by logprobs tried ",
                        "--search logprobs --search-calls 300 --contrast organism:over-refusal");
        Captured again = Captured.run("audit", "--resume", out.toString());
        assertThat(again.code()).as(again.err()).isZero();
    }
}
