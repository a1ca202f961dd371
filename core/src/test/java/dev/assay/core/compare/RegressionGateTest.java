package dev.assay.core.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class RegressionGateTest {

    private final RegressionGate gate = new RegressionGate(GateOptions.DEFAULT);

    private static ScoredRun run(String name, int samples, IntToDoubleFunction score) {
        List<ScoredSample> all = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            all.add(sample(i, "q" + i, score.applyAsDouble(i)));
        }
        return new ScoredRun(name, "task", name, "print-" + name, all);
    }

    private static ScoredSample sample(int id, String cluster, double score) {
        return new ScoredSample("s" + id, 1, "asked " + id, cluster, false, Map.of("exact", score));
    }

    private static ScoredSample errored(int id) {
        return new ScoredSample("s" + id, 1, "asked " + id, "q" + id, true, Map.of());
    }

    @Test
    void equalRunsPassWhenThereAreEnoughSamples() {
        RunComparison many = gate.compare(run("a", 200, i -> i % 2), run("b", 200, i -> i % 2));
        assertThat(many.verdict()).isEqualTo(Verdict.PASS);
        ScoreComparison score = many.scores().getFirst();
        assertThat(score.interval().low()).isNegative().isGreaterThan(-0.05);
        assertThat(score.worse()).isEqualTo(1);

        RunComparison few = gate.compare(run("a", 20, i -> i % 2), run("b", 20, i -> i % 2));
        assertThat(few.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aDropFailsAndNamesTheLostSamples() {
        RunComparison comparison = gate.compare(run("a", 200, i -> 1), run("b", 200, i -> i < 30 ? 0 : 1));
        ScoreComparison score = comparison.scores().getFirst();
        assertThat(comparison.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(score.difference()).isCloseTo(-0.15, within(1e-12));
        assertThat(score.losses()).isEqualTo(30);
        assertThat(score.gains()).isZero();
        assertThat(score.worse()).isLessThan(1e-8);
        assertThat(score.holm()).isEqualTo(score.worse());
        assertThat(score.lost()).hasSize(30).contains("s0", "s29").doesNotContain("s30");
        assertThat(score.won()).isEmpty();
    }

    @Test
    void aSmallDropThatIsShownToBeSmallPasses() {
        RunComparison comparison = gate.compare(run("a", 2_000, i -> 1), run("b", 2_000, i -> i < 20 ? 0 : 1));
        ScoreComparison score = comparison.scores().getFirst();
        assertThat(score.worse()).isLessThan(0.05);
        assertThat(comparison.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void fiveItemsOfOneTextAreNotFiveDraws() {
        List<ScoredSample> before = new ArrayList<>();
        List<ScoredSample> after = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String text = "text" + i / 20;
            before.add(sample(i, text, 1));
            after.add(sample(i, text, i / 20 < 2 ? 0 : 1)); // two of ten texts are lost whole
        }
        ScoreComparison clustered = gate.compare(
                        new ScoredRun("a", "task", "a", "1", before), new ScoredRun("b", "task", "b", "2", after))
                .scores()
                .getFirst();
        assertThat(clustered.clusters()).isEqualTo(10);
        assertThat(clustered.items()).isEqualTo(200);
        assertThat(clustered.worse()).isCloseTo(0.25, within(1e-12)); // both of two signs
        assertThat(clustered.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(gate.compare(run("a", 200, i -> 1), run("b", 200, i -> i / 20 < 2 ? 0 : 1))
                        .verdict())
                .isEqualTo(Verdict.FAIL);
    }

    @Test
    void erroredSamplesNeverHelpAPassNorAFail() {
        List<ScoredSample> half = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            half.add(i < 40 ? errored(i) : sample(i, "q" + i, 1));
        }
        RunComparison comparison = gate.compare(run("a", 400, i -> 1), new ScoredRun("b", "task", "b", "2", half));
        ScoreComparison score = comparison.scores().getFirst();
        assertThat(score.difference()).isZero();
        assertThat(score.pairing()).isEqualTo(new Pairing(360, 0, 40, 0, 0, 0));
        assertThat(comparison.verdict()).isEqualTo(Verdict.INCONCLUSIVE);

        RunComparison other = gate.compare(new ScoredRun("b", "task", "b", "2", half), run("a", 400, i -> 1));
        assertThat(other.scores().getFirst().pairing()).isEqualTo(new Pairing(360, 40, 0, 0, 0, 0));
        // A perfect candidate has lost nothing, whatever the baseline's errored samples would have been.
        assertThat(other.verdict()).isEqualTo(Verdict.PASS);
    }

    @Test
    void erroredSamplesOfAnUnboundedScoreLeaveItUndecided() {
        List<ScoredSample> samples = new ArrayList<>(run("b", 300, i -> 17).samples());
        samples.set(0, errored(0));
        RunComparison comparison = gate.compare(run("a", 300, i -> 17), new ScoredRun("b", "task", "b", "2", samples));
        assertThat(comparison.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(comparison.warnings()).anyMatch(warning -> warning.contains("cannot be bounded"));
    }

    @Test
    void excludedUnmatchedAndChangedSamplesAreCountedAndLeftOut() {
        List<ScoredSample> after = new ArrayList<>();
        after.add(sample(0, "q0", Double.NaN));
        after.add(new ScoredSample("s1", 1, "asked otherwise", "q1", false, Map.of("exact", 0.0)));
        for (int i = 2; i < 100; i++) {
            after.add(sample(i, "q" + i, 1));
        }
        after.add(sample(777, "q777", 0));
        RunComparison comparison = gate.compare(run("a", 101, i -> 1), new ScoredRun("b", "task", "b", "2", after));
        ScoreComparison score = comparison.scores().getFirst();
        assertThat(comparison.warnings()).anyMatch(warning -> warning.contains("3 of 102 samples are in one run only"));
        assertThat(score.pairing()).isEqualTo(new Pairing(98, 0, 0, 1, 3, 1));
        assertThat(score.pairing().total()).isEqualTo(102);
        assertThat(score.losses()).isZero();
    }

    @Test
    void whatTheCandidateLacksOrExcludedCountsAgainstAPass() {
        ScoredRun whole = run("a", 400, i -> 1);
        ScoredRun tenth = run("b", 40, i -> 1);
        assertThat(gate.compare(whole, tenth).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        GateOptions common = new GateOptions(0.2, 0.05, true, 1);
        assertThat(new RegressionGate(common).compare(whole, tenth).verdict()).isEqualTo(Verdict.PASS);

        ScoredRun excluding = run("b", 400, i -> i < 160 ? Double.NaN : 1);
        ScoreComparison score = gate.compare(whole, excluding).scores().getFirst();
        assertThat(score.pairing()).isEqualTo(new Pairing(240, 0, 0, 160, 0, 0));
        assertThat(score.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aScorerThatTheCandidateLacksKeepsTheGateOpen() {
        ScoredRun one = run("a", 100, i -> 1);
        RunComparison comparison = gate.compare(twoScores(i -> 1, i -> 1), one);
        assertThat(comparison.scores()).allMatch(score -> score.verdict() == Verdict.PASS);
        assertThat(comparison.missingScorers()).containsExactly("includes");
        assertThat(comparison.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void epochsOfASampleAreOneItem() {
        List<ScoredSample> before = new ArrayList<>();
        List<ScoredSample> after = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            for (int epoch = 1; epoch <= 5; epoch++) {
                before.add(new ScoredSample("s" + i, epoch, "", "q" + i, false, Map.of("exact", 1.0)));
                after.add(new ScoredSample(
                        "s" + i, epoch, "", "q" + i, false, Map.of("exact", epoch == 1 && i < 10 ? 0.0 : 1.0)));
            }
        }
        ScoreComparison score = gate.compare(
                        new ScoredRun("a", "task", "a", "1", before), new ScoredRun("b", "task", "b", "2", after))
                .scores()
                .getFirst();
        assertThat(score.items()).isEqualTo(40);
        assertThat(score.difference()).isCloseTo(-0.05, within(1e-12));
        assertThat(score.losses()).isEqualTo(10);
    }

    @Test
    void severalScorersShareTheError() {
        RunComparison comparison = gate.compare(twoScores(i -> 1, i -> 1), twoScores(i -> i < 7 ? 0 : 1, i -> 1));
        ScoreComparison first = comparison.scores().getFirst();
        assertThat(first.worse()).isCloseTo(1 / 128.0, within(1e-12));
        assertThat(first.holm()).isCloseTo(2 / 128.0, within(1e-12));
        assertThat(first.falseDiscovery()).isCloseTo(2 / 128.0, within(1e-12));
        assertThat(comparison.missingScorers()).isEmpty();
    }

    private static ScoredRun twoScores(IntToDoubleFunction one, IntToDoubleFunction two) {
        List<ScoredSample> all = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            all.add(new ScoredSample(
                    "s" + i,
                    1,
                    "",
                    "q" + i,
                    false,
                    Map.of("exact", one.applyAsDouble(i), "includes", two.applyAsDouble(i))));
        }
        return new ScoredRun("run", "task", "model", "print", all);
    }

    @Test
    void runsWithoutCommonGroundAreRefusedInOneSentence() {
        ScoredRun other = new ScoredRun(
                "b", "task", "b", "2", List.of(new ScoredSample("s0", 1, "", "q0", false, Map.of("choice", 1.0))));
        assertThatThrownBy(() -> gate.compare(run("a", 3, i -> 1), other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no scorer in common");
        ScoredRun elsewhere = new ScoredRun(
                "b", "task", "b", "2", List.of(new ScoredSample("x", 1, "", "x", false, Map.of("exact", 1.0))));
        assertThatThrownBy(() -> gate.compare(run("a", 3, i -> 1), elsewhere))
                .hasMessageContaining("no sample in common");
        assertThatThrownBy(() -> new GateOptions(0, 0.05, false, 1)).hasMessageContaining("above 0");
        RegressionGate wide = new RegressionGate(new GateOptions(2, 0.05, false, 1));
        assertThatThrownBy(() -> wide.compare(run("a", 30, i -> 1), run("b", 30, i -> 0)))
                .hasMessageContaining("every drop would pass");
    }

    /// Over 600 pairs of runs each: with nothing changed at most 5 % fail, with a drop of the margin at most 5 %
    /// pass; 3 standard errors of the simulation are allowed on top.
    @Test
    void wrongVerdictsAreAsRareAsStated() {
        SplittableRandom random = new SplittableRandom(11);
        int trials = 600;
        int wrongFails = 0;
        int wrongPasses = 0;
        for (int trial = 0; trial < trials; trial++) {
            wrongFails += verdict(random, 0.1, 0.1) == Verdict.FAIL ? 1 : 0;
            wrongPasses += verdict(random, 0.05, 0.1) == Verdict.PASS ? 1 : 0;
        }
        double allowed = 0.05 + 3 * Math.sqrt(0.05 * 0.95 / trials);
        assertThat(wrongFails / (double) trials).isLessThan(allowed);
        assertThat(wrongPasses / (double) trials).isLessThan(allowed);
    }

    /// 60 texts with 1 to 5 questions each, whose losses come together.
    private Verdict verdict(SplittableRandom random, double gain, double loss) {
        List<ScoredSample> before = new ArrayList<>();
        List<ScoredSample> after = new ArrayList<>();
        int id = 0;
        for (int text = 0; text < 60; text++) {
            double draw = random.nextDouble();
            int size = 1 + random.nextInt(5);
            for (int i = 0; i < size; i++, id++) {
                boolean moves = random.nextDouble() < 0.8;
                double was = draw < gain && moves ? 0 : 1;
                double is = draw >= gain && draw < gain + loss && moves ? 0 : 1;
                before.add(sample(id, "text" + text, was));
                after.add(sample(id, "text" + text, is));
            }
        }
        GateOptions options = new GateOptions(0.04, 0.05, false, 1);
        return new RegressionGate(options)
                .compare(new ScoredRun("a", "task", "a", "1", before), new ScoredRun("b", "task", "b", "2", after))
                .verdict();
    }
}
