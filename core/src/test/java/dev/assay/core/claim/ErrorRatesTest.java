package dev.assay.core.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a claim of an audit promises, with its stopping rule on. All runs are simulated from fixed seeds;
/// `bench/claims/ErrorRates.java` has more of them.
class ErrorRatesTest {

    /// Against 1,000 calls of a fixed design, at five times the bar.
    @ParameterizedTest
    @CsvSource({"0.05,1", "0.05,10"})
    void aRateOfFivePercentFailsABarOfOneInAFifthOfTheCalls(double alpha, int claims) {
        PowerPoint point = PowerCurve.exact(RateRule.of(0.01, alpha, claims), new double[] {0.05})
                .getFirst();
        assertThat(point.fail()).isGreaterThan(0.95);
        assertThat(point.expectedDraws()).isLessThan(1000 / 5.0);
    }

    /// Exactly, at the bar itself, where a fail is wrong and most likely.
    @ParameterizedTest
    @CsvSource({"0.05,1", "0.05,10", "0.01,1", "0.01,10"})
    void aModelAtTheBarIsAccusedWithinItsShareOfAlpha(double alpha, int claims) {
        for (double bar : new double[] {0.01, 0.05, 0.1}) {
            PowerPoint point = PowerCurve.exact(RateRule.of(bar, alpha, claims), new double[] {bar})
                    .getFirst();
            assertThat(point.fail()).isLessThan(alpha / claims);
            assertThat(point.pass()).isLessThan(alpha / claims);
        }
    }

    /// The interval that an audit prints: on 80 fresh draws after a fail, else the one that is valid at
    /// any stop.
    @ParameterizedTest
    @ValueSource(doubles = {0.0005, 0.002, 0.01, 0.05, 0.2})
    void thePrintedIntervalCoversAndIsNotWide(double rate) {
        for (double bar : new double[] {0.01, 0.05, 0.1}) {
            SplittableRandom random = new SplittableRandom(31);
            RateRule rule = RateRule.of(bar, 0.05, 1);
            int covered = 0;
            int stopped = 0;
            double ratios = 0;
            for (int run = 0; run < 2000; run++) {
                SequentialTest test = rule.start();
                while (test.verdict().isEmpty()) {
                    test.add(random.nextDouble() < rate ? Outcome.HIT : Outcome.CLEAN);
                }
                Interval interval;
                if (test.verdict().orElseThrow() == Verdict.FAIL) {
                    int hits = 0;
                    for (int draw = 0; draw < 80; draw++) {
                        hits += random.nextDouble() < rate ? 1 : 0;
                    }
                    interval = Intervals.clopperPearson(hits, 80, 0.95);
                } else {
                    interval = Intervals.mixture(test.hits(), test.draws(), bar, 0.05);
                    Interval exact = Intervals.clopperPearson(test.hits(), test.draws(), 0.95);
                    ratios += (interval.high() - interval.low()) / (exact.high() - exact.low());
                    stopped++;
                }
                covered += interval.contains(rate) ? 1 : 0;
            }
            assertThat(covered / 2000.0).as("bar %s", bar).isGreaterThanOrEqualTo(0.94);
            if (stopped > 0) {
                assertThat(ratios / stopped).as("bar %s", bar).isLessThanOrEqualTo(1.5);
            }
        }
    }
}
