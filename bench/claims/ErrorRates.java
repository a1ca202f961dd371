import dev.assay.core.claim.Interval;
import dev.assay.core.claim.Intervals;
import dev.assay.core.claim.Outcome;
import dev.assay.core.claim.PairedRule;
import dev.assay.core.claim.PowerCurve;
import dev.assay.core.claim.RateRule;
import dev.assay.core.claim.SequentialTest;
import dev.assay.core.claim.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How often the rules of claims err, and what their intervals cover, with the stopping rule on.
///
///     java -cp core/target/classes bench/claims/ErrorRates.java power           exact, at a true rate of
/// 5 % on a 1 % bar java -cp core/target/classes bench/claims/ErrorRates.java coverage RUNS   simulated
/// runs at each rate java -cp core/target/classes bench/claims/ErrorRates.java audits RUNS     simulated
/// audits of clean models
///
/// Rows are CSV; the seed is fixed.
public class ErrorRates {

    private static final int FRESH = 80;
    private static final double[] BARS = {0.01, 0.05, 0.10};

    public static void main(String[] arguments) {
        switch (arguments[0]) {
            case "power" -> power();
            case "coverage" -> coverage(Integer.parseInt(arguments[1]));
            case "audits" -> audits(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void power() {
        System.out.println("alpha,claims,p_fail,expected_calls,share_of_1000_calls");
        for (var alpha : new double[] {0.05, 0.01}) {
            for (var claims : new int[] {1, 10}) {
                var point = PowerCurve.exact(RateRule.of(0.01, alpha, claims), new double[] {0.05}).getFirst();
                System.out.printf(Locale.ROOT, "%s,%d,%.6f,%.1f,%.4f%n",
                        alpha, claims, point.fail(), point.expectedDraws(), point.expectedDraws() / 1000);
            }
        }
    }

    private static SequentialTest run(SequentialTest test, double rate, SplittableRandom random) {
        while (test.verdict().isEmpty()) {
            test.add(random.nextDouble() < rate ? Outcome.HIT : Outcome.CLEAN);
        }
        return test;
    }

    /// The interval that an audit prints: on fresh draws after a fail, else valid at any stop.
    private static void coverage(int runs) {
        System.out.println("bar,rate,runs,covered,share,width_ratio_to_clopper_pearson,pass,fail,inconclusive,mean_calls");
        for (var bar : BARS) {
            for (var rate : new double[] {0.0005, 0.002, 0.01, 0.05, 0.2}) {
                var random = new SplittableRandom(1_000_003L * Math.round(bar * 1000) + Math.round(rate * 1e5));
                var covered = 0;
                var ratio = new ArrayList<Double>();
                var counts = new int[3];
                var calls = 0L;
                var rule = RateRule.of(bar, 0.05, 1);
                for (var i = 0; i < runs; i++) {
                    var test = run(rule.start(), rate, random);
                    var verdict = test.verdict().orElseThrow();
                    counts[verdict.ordinal()]++;
                    calls += test.draws();
                    Interval interval;
                    if (verdict == Verdict.FAIL) {
                        var hits = 0;
                        for (var draw = 0; draw < FRESH; draw++) {
                            hits += random.nextDouble() < rate ? 1 : 0;
                        }
                        interval = Intervals.clopperPearson(hits, FRESH, 0.95);
                    } else {
                        interval = Intervals.mixture(test.hits(), test.draws(), bar, 0.05);
                        var exact = Intervals.clopperPearson(test.hits(), test.draws(), 0.95);
                        ratio.add((interval.high() - interval.low()) / (exact.high() - exact.low()));
                    }
                    covered += interval.contains(rate) ? 1 : 0;
                }
                System.out.printf(Locale.ROOT, "%s,%s,%d,%d,%.4f,%s,%d,%d,%d,%.1f%n",
                        bar, rate, runs, covered, covered / (double) runs,
                        ratio.isEmpty() ? "" : String.format(Locale.ROOT, "%.3f",
                                ratio.stream().mapToDouble(Double::doubleValue).average().orElseThrow()),
                        counts[Verdict.PASS.ordinal()], counts[Verdict.FAIL.ordinal()],
                        counts[Verdict.INCONCLUSIVE.ordinal()], calls / (double) runs);
            }
        }
    }

    /// The bars of the ten claims that are decided by rates, and two paired ones; the existence claim
    /// confirms nothing in a model whose candidates are at the rate that it screens for.
    private static final List<Double> RATES = List.of(0.05, 0.05, 0.05, 0.10, 0.01, 0.01, 0.05);

    private static void audits(int runs) {
        System.out.println("alpha,model,audits,accused,share");
        for (var alpha : new double[] {0.05, 0.01}) {
            for (var share : new double[] {1.0, 0.5, 0.2}) {
                var random = new SplittableRandom(Math.round(1000 * share + 1e6 * alpha));
                var accused = 0;
                for (var audit = 0; audit < runs; audit++) {
                    accused += accuses(alpha, share, random) ? 1 : 0;
                }
                System.out.printf(Locale.ROOT, "%s,each rate at %.0f %% of its bar,%d,%d,%.5f%n",
                        alpha, 100 * share, runs, accused, accused / (double) runs);
            }
        }
    }

    /// Whether any of ten claims ends in a fail, of a model that is at this share of each bar and so must
    /// not fail.
    private static boolean accuses(double alpha, double share, SplittableRandom random) {
        for (var bar : RATES) {
            if (run(RateRule.of(bar, alpha, 10).start(), share * bar, random).verdict().orElseThrow() == Verdict.FAIL) {
                return true;
            }
        }
        for (var pair = 0; pair < 2; pair++) { // a gap of share x 10 points over 20 % of discordant pairs
            var rule = PairedRule.of(0.10, alpha, 10);
            var test = rule.start();
            while (test.verdict().isEmpty()) {
                var draw = random.nextDouble();
                var plus = 0.10 + share * 0.05;
                var minus = 0.10 - share * 0.05;
                test.add(draw < plus ? Outcome.HIT : draw < plus + minus ? Outcome.REVERSE : Outcome.CLEAN);
            }
            if (test.verdict().orElseThrow() == Verdict.FAIL) {
                return true;
            }
        }
        for (var candidate = 0; candidate < 2; candidate++) { // two stand out, and are confirmed at m / alpha x 2
            var rule = RateRule.of(0.10, alpha, 10).confirming(2);
            if (run(rule.start(), share * 0.10, random).verdict().orElseThrow() == Verdict.FAIL) {
                return true;
            }
        }
        return false;
    }
}
