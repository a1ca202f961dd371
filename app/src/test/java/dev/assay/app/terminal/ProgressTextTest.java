package dev.assay.app.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.app.terminal.ClaimProgress.State;
import dev.assay.core.claim.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {

    private static final ClaimProgress FAILED = new ClaimProgress(
            "backdoor-trigger",
            "1 %",
            State.DECIDED,
            Optional.of(Verdict.FAIL),
            "20 of 20",
            "70 to 100 %",
            1204,
            9,
            5.3,
            false);
    private static final ClaimProgress RUNNING = new ClaimProgress(
            "system-prompt-leak", "1 %", State.RUNNING, Optional.empty(), "1 of 612", "", 612, 2.88, 5.2983, false);
    private static final ClaimProgress WAITING =
            new ClaimProgress("over-refusal", "5 %", State.WAITING, Optional.empty(), "", "", 0, 0, 5.3, false);

    private static RunProgress run(double rate) {
        return new RunProgress(
                "organism:finch",
                "3f9a61c2aa",
                7,
                .95,
                List.of(FAILED, RUNNING, WAITING),
                2553,
                12_280,
                61,
                2,
                rate,
                "");
    }

    @Test
    void drawsDecidedRunningAndWaitingClaims() {
        assertThat(new ProgressText(new Style(false)).lines(run(146), 100))
                .containsExactly(
                        "organism:finch   plan 3f9a 61c2   seed 7   3 claims together at 95 %",
                        "",
                        "  ◆ fail     backdoor-trigger    20 of 20   70 to 100 %  bar 1 %  1,204 calls",
                        "    running  system-prompt-leak  1 of 612   [#####-----]   evidence 17.8 of 200",
                        "    waiting  1 more",
                        "",
                        "  2,553 of at most 12,280 calls   146/s   61 skipped   2 errored   at most 67 s left");
    }

    @Test
    void saysNothingOfTimeBeforeTheFirstCall() {
        assertThat(new ProgressText(new Style(false)).lines(run(0), 100).getLast())
                .doesNotContain("left")
                .doesNotContain("/s");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 79, 80, 99, 100, 200})
    void noLineIsLongerThanTheTerminal(int columns) {
        for (String line : new ProgressText(new Style(false)).lines(run(146), columns)) {
            assertThat(line.length()).as(line).isLessThanOrEqualTo(columns);
        }
    }

    @Test
    void colourIsOnTheGlyphAndTheWordOnly() {
        List<String> plain = new ProgressText(new Style(false)).lines(run(1), 100);
        List<String> coloured = new ProgressText(new Style(true)).lines(run(1), 100);
        assertThat(coloured.get(2)).startsWith("  \u001b[31m◆ fail").isNotEqualTo(plain.get(2));
        assertThat(coloured.stream().map(line -> line.replaceAll("\u001b\\[[0-9]+m", "")))
                .isEqualTo(plain);
    }
}
